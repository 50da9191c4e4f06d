package org.exchangesync.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.exchangesync.item.Change;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransportProducerTest {
    private static final String ANNA = "anna@example.org";

    private final MemoryTransport server = new MemoryTransport().mailbox(ANNA);
    private final CamelContext camel = new DefaultCamelContext();
    private final Map<String, Object> headers = new HashMap<>(Map.of(TransportHeaders.MAILBOX, ANNA));

    @BeforeEach
    void start() {
        camel.addComponent("memory", new MemoryComponent(server));
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void changesBringsAPageAndTheStateThatFollowsIt() {
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("one"));
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("two"));
        Exchange first = send("memory:changes?maxItems=1", null);
        assertThat(first.getMessage().getBody(ChangePage.class).changes()).hasSize(1);
        assertThat(first.getMessage().getHeader(TransportHeaders.LAST_PAGE)).isEqualTo(false);

        headers.put(TransportHeaders.SYNC_STATE, first.getMessage().getHeader(TransportHeaders.SYNC_STATE));
        Exchange second = send("memory:changes?maxItems=1", null);
        assertThat(titles(second)).containsExactly("one");
        assertThat(second.getMessage().getHeader(TransportHeaders.LAST_PAGE)).isEqualTo(true);
        assertThat(server.openSessions()).isZero();
    }

    @Test
    void aKeptSessionGoesOnWhereItsLastPageEnded() {
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("one"));
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("two"));
        headers.put(TransportHeaders.KEEP_SESSION, true);
        Exchange first = send("memory:changes?maxItems=1", null);
        ChangeSession session = first.getMessage().getHeader(TransportHeaders.SESSION, ChangeSession.class);
        session.committed(first.getMessage().getBody(ChangePage.class));

        Exchange second = send("memory:changes", null, first.getMessage().getHeaders());
        assertThat(titles(second)).containsExactly("one");
        assertThat(server.openSessions()).isEqualTo(1);
        session.close();
        assertThat(server.openSessions()).isZero();
    }

    @Test
    void aSessionWhoseFirstPageFailsIsClosed() {
        headers.put(TransportHeaders.KEEP_SESSION, true);
        server.failNext(TransportOperation.changes, "ErrorServerBusy");
        assertThat(refusal("memory:changes", null))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.code()).isEqualTo("ErrorServerBusy"));
        assertThat(server.openSessions()).isZero();
    }

    @Test
    void theQueryHeaderOverridesAllOptions() {
        server.put(ANNA, WellKnownFolder.TASKS, Samples.task("Call Ben", null));
        headers.put(
                TransportHeaders.QUERY,
                new ChangeQuery(
                        FolderRef.of(WellKnownFolder.TASKS), ItemKind.TASK, SyncState.START, null, 10, 1 << 20));
        assertThat(titles(send("memory:changes?folder=inbox&itemKind=email", null)))
                .containsExactly("Call Ben");
    }

    @Test
    void theFolderTellsTheKindAndTheKindTheFolder() {
        server.put(ANNA, WellKnownFolder.CALENDAR, Samples.appointment("Review", Instant.EPOCH));
        assertThat(titles(send("memory:changes?folder=calendar", null))).containsExactly("Review");
        assertThat(titles(send("memory:changes?itemKind=appointment", null))).containsExactly("Review");
    }

    @Test
    void sinceLeavesOutEarlierMail() {
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("old", Instant.parse("2025-12-31T23:59:59Z")));
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("new", Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(titles(send("memory:changes?since=2026-01-01", null))).containsExactly("new");
        assertThatThrownBy(() -> send("memory:changes?since=yesterday", null))
                .hasRootCauseMessage("Text 'yesterday' could not be parsed at index 0")
                .hasStackTraceContaining("option since=yesterday is neither a date (2026-01-31) nor an instant");
    }

    @Test
    void fetchBringsTheItemWithItsAddress() {
        ItemId id = server.put(ANNA, WellKnownFolder.INBOX, Samples.email("one"));
        headers.put(TransportHeaders.ITEM_ID, id.id());
        Exchange answer = send("memory:fetch", null);
        assertThat(answer.getMessage().getBody(Email.class).subject()).isEqualTo("one");
        assertThat(answer.getMessage().getHeader(TransportHeaders.CHANGE_KEY)).isEqualTo(id.changeKey());
        assertThat(answer.getMessage().getHeader(TransportHeaders.FOLDER)).isEqualTo("inbox");
        assertThat(answer.getMessage().getHeader(TransportHeaders.ITEM_KIND)).isEqualTo(ItemKind.EMAIL);
    }

    @Test
    void createThenSendNeedNoStepBetweenThem() throws Exception {
        server.mailbox("ben@example.org");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:mail").to("memory:create").to("memory:send");
            }
        });
        Exchange answer = send("direct:mail", Samples.email("Offer"));
        assertThat(answer.getMessage().getBody()).isInstanceOf(Email.class);
        assertThat(server.sent()).extracting(Email::subject).containsExactly("Offer");
        assertThat(server.items(ANNA, WellKnownFolder.SENT_ITEMS)).hasSize(1);
        assertThat(server.items(ANNA, WellKnownFolder.INBOX)).hasSize(1);
    }

    @Test
    void ensureFolderThenMoveNeedNoStepBetweenThem() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:park")
                        .to("memory:ensureFolder?name=Undeliverable&targetFolder=inbox")
                        .to("memory:move");
            }
        });
        ItemId id = server.put(ANNA, WellKnownFolder.INBOX, Samples.email("one"));
        headers.put(TransportHeaders.ITEM_ID, id.id());
        Exchange answer = send("direct:park", "the body stays");
        assertThat(answer.getMessage().getBody()).isEqualTo("the body stays");
        assertThat(answer.getMessage().getHeader(TransportHeaders.ITEM_ID)).isNotEqualTo(id.id());
        FolderRef parked = FolderRef.parse(answer.getMessage().getHeader(TransportHeaders.FOLDER, String.class));
        assertThat(server.items(ANNA, parked)).hasSize(1);
        assertThat(server.items(ANNA, WellKnownFolder.INBOX)).isEmpty();
    }

    @Test
    void updateAnswersWithTheNewVersion() {
        ItemId id = server.put(ANNA, WellKnownFolder.TASKS, Samples.task("Call Ben", null));
        headers.put(TransportHeaders.ITEM_ID, id);
        Exchange answer = send("memory:update", Samples.task("Call Ben today", null));
        assertThat(answer.getMessage().getHeader(TransportHeaders.CHANGE_KEY)).isNotEqualTo(id.changeKey());
        assertThat(server.items(ANNA, WellKnownFolder.TASKS).get(0).item().title())
                .isEqualTo("Call Ben today");
    }

    @Test
    void deleteGoesWhereTheModeSays() {
        ItemId one = server.put(ANNA, WellKnownFolder.INBOX, Samples.email("one"));
        ItemId two = server.put(ANNA, WellKnownFolder.INBOX, Samples.email("two"));
        headers.put(TransportHeaders.ITEM_ID, one.id());
        send("memory:delete", null);
        headers.put(TransportHeaders.ITEM_ID, two.id());
        headers.put(TransportHeaders.DELETE_MODE, "hard");
        send("memory:delete", null);
        assertThat(server.items(ANNA, WellKnownFolder.INBOX)).isEmpty();
        assertThat(server.items(ANNA, WellKnownFolder.DELETED_ITEMS)).hasSize(1);
    }

    @Test
    void findTakesTheKeyFromAHeaderOrAQueryFromTheBody() {
        ItemId id = server.put(ANNA, WellKnownFolder.CONTACTS, Samples.contact("Ben", "record-7"));
        headers.put(TransportHeaders.ITEM_KIND, "contact");
        headers.put(TransportHeaders.SYNC_KEY, "record-7");
        assertThat(send("memory:find", null).getMessage().getBody()).isEqualTo(List.of(id));
        headers.remove(TransportHeaders.SYNC_KEY);
        assertThat(send("memory:find", FindQuery.bySyncKey("record-8"))
                        .getMessage()
                        .getBody())
                .isEqualTo(List.of());
    }

    @Test
    void resolveNamesAndServerInfoAnswerInTheBody() {
        headers.put(TransportHeaders.NAME, "ann");
        assertThat(send("memory:resolveNames", null).getMessage().getBody())
                .isEqualTo(List.of(new EmailAddress(null, ANNA)));
        assertThat(send("memory:serverInfo", null).getMessage().getBody()).isInstanceOf(ServerInfo.class);
    }

    @Test
    void whatIsMissingIsNamedWithHeaderOptionAndOperation() {
        assertThat(refusal("memory:delete", null))
                .hasMessage("The item's id must be set in header 'CamelTransportItemId' for memory:delete");
        headers.put(TransportHeaders.ITEM_ID, "Item0a");
        assertThat(refusal("memory:move", null))
                .hasMessage("The target folder must be set in header 'CamelTransportTargetFolder' or by option"
                        + " 'targetFolder' for memory:move");
        assertThat(refusal("memory:resolveNames", null))
                .hasMessage("The name must be set in header 'CamelTransportName' or by option 'name' for"
                        + " memory:resolveNames");
        assertThat(refusal("memory:create", "text"))
                .hasMessage("The body must be an Email, Appointment, Contact or Task (package org.exchangesync.item)"
                        + " for memory:create, not java.lang.String");
        assertThat(refusal("memory:find", null))
                .hasMessageStartingWith("What to find must be set in header 'CamelTransportSyncKey'");
        headers.clear();
        assertThat(refusal("memory:changes", null))
                .hasMessage("The mailbox must be set in header 'CamelTransportMailbox' or by option 'mailbox' for"
                        + " memory:changes");
    }

    @Test
    void theProfileHeaderChoosesTheConnection() {
        MemoryTransport sales = new MemoryTransport().mailbox("s@example.org");
        camel.removeComponent("memory");
        camel.addComponent("memory", new MemoryComponent(profile -> "sales".equals(profile) ? sales : server));
        headers.put(TransportHeaders.PROFILE, "sales");
        headers.put(TransportHeaders.MAILBOX, MailboxRef.of("s@example.org"));
        send("memory:serverInfo", null);
        assertThat(sales.calls(TransportOperation.serverInfo)).isEqualTo(1);
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void manyMailboxesByToDNeedOneEndpoint() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:any")
                        .setProperty("transport", constant("memory"))
                        .toD("${exchangeProperty.transport}:changes");
            }
        });
        for (int i = 0; i < 20; i++) {
            String address = "mailbox" + i + "@example.org";
            server.put(address, WellKnownFolder.INBOX, Samples.email("in " + i));
            headers.put(TransportHeaders.MAILBOX, address);
            assertThat(titles(send("direct:any", null))).containsExactly("in " + i);
        }
        assertThat(camel.getEndpoints().stream().filter(endpoint -> endpoint instanceof MemoryEndpoint))
                .hasSize(1);
    }

    @Test
    void anUnreadableItemIsAChangeWithItsFault() {
        ItemFault fault = new ItemFault("ErrorItemCorrupt", "broken");
        server.putUnreadable(ANNA, WellKnownFolder.INBOX, ItemKind.EMAIL, fault, null);
        List<Change> changes = send("memory:changes", null)
                .getMessage()
                .getBody(ChangePage.class)
                .changes();
        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.type()).isEqualTo(ChangeType.CREATE);
            assertThat(change.fault()).isEqualTo(fault);
        });
    }

    private Exchange send(String uri, Object body) {
        return send(uri, body, headers);
    }

    private Exchange send(String uri, Object body, Map<String, Object> with) {
        FluentProducerTemplate template =
                camel.createFluentProducerTemplate().to(uri).withBody(body);
        with.forEach(template::withHeader);
        Exchange answer = template.send();
        if (answer.getException() != null) {
            throw new CamelExecutionException("refused", answer, answer.getException());
        }
        return answer;
    }

    private Throwable refusal(String uri, Object body) {
        try {
            send(uri, body);
        } catch (CamelExecutionException e) {
            return e.getCause();
        }
        throw new AssertionError(uri + " was not refused");
    }

    private static List<String> titles(Exchange exchange) {
        return exchange.getMessage().getBody(ChangePage.class).changes().stream()
                .map(change -> change.item().title())
                .toList();
    }
}
