package org.exchangesync.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.Content;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Samples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportConsumerTest {
    private static final String ANNA = "anna@example.org";
    private static final String INBOX = "memory:changes?mailbox=anna@example.org&folder=inbox"
            + "&stateRepository=#states&stateKey=inbox&initialDelay=0&delay=";

    private final MemoryTransport server = new MemoryTransport().mailbox(ANNA);
    private final MemorySyncStateRepository states = new MemorySyncStateRepository();
    private final CamelContext camel = new DefaultCamelContext();
    private final AtomicInteger failures = new AtomicInteger();

    @BeforeEach
    void bind() {
        camel.getRegistry().bind("states", states);
        camel.addComponent("memory", new MemoryComponent(server));
        camel.getShutdownStrategy().setTimeout(5);
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void eachChangeIsOneExchangeWithItsAddress() throws Exception {
        ItemId one = server.put(ANNA, WellKnownFolder.INBOX, Samples.email("one"));
        MockEndpoint out = route(INBOX + 20);
        out.expectedMessageCount(1);
        camel.start();
        out.assertIsSatisfied();
        Exchange created = out.getExchanges().get(0);
        assertThat(created.getMessage().getBody())
                .isEqualTo(server.items(ANNA, WellKnownFolder.INBOX).get(0).item());
        assertThat(created.getMessage().getHeaders())
                .containsEntry(TransportHeaders.ITEM_ID, one.id())
                .containsEntry(TransportHeaders.CHANGE_KEY, one.changeKey())
                .containsEntry(TransportHeaders.CHANGE_TYPE, ChangeType.CREATE)
                .containsEntry(TransportHeaders.ITEM_KIND, ItemKind.EMAIL)
                .containsEntry(TransportHeaders.MAILBOX, MailboxRef.of(ANNA))
                .containsEntry(TransportHeaders.FOLDER, "inbox");

        out.reset();
        out.expectedMessageCount(1);
        server.markRead(ANNA, one, true);
        out.assertIsSatisfied();
        assertThat(out.getExchanges().get(0).getMessage().getBody()).isNull();
        assertThat(out.getExchanges().get(0).getMessage().getHeaders())
                .containsEntry(TransportHeaders.CHANGE_TYPE, ChangeType.READ_FLAG)
                .containsEntry(TransportHeaders.READ, true);

        out.reset();
        out.expectedMessageCount(1);
        server.delete(ANNA, one);
        out.assertIsSatisfied();
        assertThat(out.getExchanges().get(0).getMessage().getBody()).isNull();
        assertThat(out.getExchanges().get(0).getMessage().getHeaders())
                .containsEntry(TransportHeaders.CHANGE_TYPE, ChangeType.DELETE)
                .containsEntry(TransportHeaders.ITEM_ID, one.id());
    }

    @Test
    void anUnreadableItemArrivesAsItsFaultWithTheOriginal() throws Exception {
        ItemFault fault = new ItemFault("ErrorItemCorrupt", "cannot be read");
        Content original = Content.of(new byte[] {1});
        server.putUnreadable(ANNA, WellKnownFolder.INBOX, ItemKind.EMAIL, fault, original);
        MockEndpoint out = route(INBOX + 20);
        out.expectedBodiesReceived(fault);
        out.expectedHeaderReceived(TransportHeaders.FAULT_CODE, "ErrorItemCorrupt");
        out.expectedHeaderReceived(TransportHeaders.ORIGINAL, original);
        camel.start();
        out.assertIsSatisfied();
    }

    @Test
    void allPagesOfAPollAreReadWithoutWaitingForTheNextPoll() throws Exception {
        put(25);
        MockEndpoint out = route(INBOX + 3600000 + "&maxItems=10");
        out.expectedMessageCount(25);
        camel.start();
        out.assertIsSatisfied();
        await().until(() -> committedPages() == 3);
        assertThat(out.getExchanges().get(9).getProperty(Exchange.BATCH_COMPLETE))
                .isEqualTo(true);
        assertThat(out.getExchanges().get(10).getProperty(Exchange.BATCH_INDEX)).isEqualTo(0);
        assertThat(out.getExchanges().get(10).getProperty(Exchange.BATCH_SIZE)).isEqualTo(10);
    }

    @Test
    void aPageWithOneFailureComesAgainAsAWhole() throws Exception {
        put(3);
        failures.set(1);
        List<SyncState> seen = new CopyOnWriteArrayList<>();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(INBOX + 20)
                        .process(exchange -> seen.add(states.load("inbox")))
                        .process(this::failSometimes)
                        .to("mock:out");
            }

            private void failSometimes(Exchange exchange) throws IOException {
                if (failures.getAndDecrement() > 0) {
                    throw new IOException("the CRM is away");
                }
            }
        });
        MockEndpoint out = camel.getEndpoint("mock:out", MockEndpoint.class);
        out.expectedMessageCount(5);
        camel.start();
        out.assertIsSatisfied();
        await().until(() -> !states.load("inbox").isStart());
        assertThat(seen).hasSize(6).containsOnly(SyncState.START);
        assertThat(committedPages()).isEqualTo(1);
    }

    @Test
    void aHandledFailureCountsAsCompleted() throws Exception {
        put(2);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IOException.class).handled(true).to("mock:failed");
                from(INBOX + 20).throwException(new IOException("always"));
            }
        });
        camel.getEndpoint("mock:failed", MockEndpoint.class).expectedMessageCount(2);
        camel.start();
        camel.getEndpoint("mock:failed", MockEndpoint.class).assertIsSatisfied();
        await().until(() -> committedPages() == 1);
    }

    @Test
    void anExchangeMarkedForRollbackBringsThePageAgain() throws Exception {
        put(1);
        failures.set(1);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(INBOX + 20)
                        .process(exchange -> exchange.setRollbackOnly(failures.getAndDecrement() > 0))
                        .to("mock:out");
            }
        });
        MockEndpoint out = camel.getEndpoint("mock:out", MockEndpoint.class);
        out.expectedMinimumMessageCount(1);
        camel.start();
        await().until(() -> committedPages() == 1);
        assertThat(failures.get()).isEqualTo(-1);
    }

    @Test
    void theStateWaitsForExchangesThatCompleteInAnotherThread() throws Exception {
        put(3);
        CountDownLatch gate = new CountDownLatch(1);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(INBOX + 20).to("seda:work");
                from("seda:work?concurrentConsumers=3")
                        .process(exchange -> gate.await())
                        .to("mock:out");
            }
        });
        MockEndpoint out = camel.getEndpoint("mock:out", MockEndpoint.class);
        out.expectedMessageCount(3);
        camel.start();
        await().until(() -> server.calls(TransportOperation.changes) == 1
                && camel.getInflightRepository().size() == 3);
        assertThat(states.load("inbox")).isEqualTo(SyncState.START);
        assertThat(out.getReceivedCounter()).isZero();
        gate.countDown();
        out.assertIsSatisfied();
        await().until(() -> !states.load("inbox").isStart());
        await().until(() -> server.calls(TransportOperation.changes) > 2);
        assertThat(out.getReceivedCounter()).isEqualTo(3);
    }

    @Test
    void aFailureInAnotherThreadBringsThePageAgain() throws Exception {
        put(2);
        failures.set(1);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(INBOX + 20).to("seda:work");
                from("seda:work")
                        .process(exchange -> {
                            if (failures.getAndDecrement() > 0) {
                                throw new IOException("later");
                            }
                        })
                        .to("mock:out");
            }
        });
        MockEndpoint out = camel.getEndpoint("mock:out", MockEndpoint.class);
        out.expectedMessageCount(3);
        camel.start();
        out.assertIsSatisfied();
        await().until(() -> committedPages() == 1);
    }

    @Test
    void aRestartedRouteWaitsForTheExchangesOfItsFormerLife() throws Exception {
        put(3);
        CountDownLatch gate = new CountDownLatch(1);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(INBOX + 20).routeId("in").to("seda:work");
                from("seda:work?concurrentConsumers=3")
                        .routeId("work")
                        .process(exchange -> gate.await())
                        .to("mock:out");
            }
        });
        camel.start();
        await().until(() -> camel.getInflightRepository().size() == 3);
        camel.getRouteController().stopRoute("in", 1, TimeUnit.SECONDS);
        camel.getRouteController().startRoute("in");
        await().during(Duration.ofMillis(200)).until(() -> server.calls(TransportOperation.changes) == 1);
        assertThat(states.load("inbox")).isEqualTo(SyncState.START);
        assertThat(server.openSessions()).isZero();
        gate.countDown();
        await().until(() -> committedPages() == 1);
        assertThat(states.load("inbox")).isNotEqualTo(SyncState.START);
    }

    @Test
    void aPageIsOneExchangeByOption() throws Exception {
        put(5);
        MockEndpoint out = route(INBOX + 20 + "&page=true&maxItems=3");
        out.expectedMessageCount(2);
        camel.start();
        out.assertIsSatisfied();
        assertThat(out.getExchanges()
                        .get(0)
                        .getMessage()
                        .getBody(ChangePage.class)
                        .changes())
                .hasSize(3);
        assertThat(out.getExchanges().get(0).getMessage().getHeader(TransportHeaders.LAST_PAGE))
                .isEqualTo(false);
        assertThat(out.getExchanges().get(1).getMessage().getHeader(TransportHeaders.LAST_PAGE))
                .isEqualTo(true);
        await().until(() -> committedPages() >= 2);
    }

    @Test
    void anExpiredStateMeansReadingFromTheBeginning() throws Exception {
        put(2);
        states.save("inbox", new SyncState("of another life"));
        MockEndpoint out = route(INBOX + 20);
        out.expectedMessageCount(2);
        camel.start();
        out.assertIsSatisfied();
        await().until(() -> committedPages() >= 1);
        assertThat(states.load("inbox").value()).startsWith("state");
    }

    @Test
    void anExpiredStateStaysWhereTheOptionForbidsToRestart() throws Exception {
        put(2);
        states.save("inbox", new SyncState("of another life"));
        MockEndpoint out = route(INBOX + 20 + "&restartOnExpiredState=false");
        camel.start();
        await().until(() -> server.calls(TransportOperation.changes) >= 2);
        assertThat(out.getReceivedCounter()).isZero();
        assertThat(states.load("inbox").value()).isEqualTo("of another life");
    }

    @Test
    void aRefusedPollReachesTheErrorHandlerWhenBridged() throws Exception {
        server.failMailbox(ANNA, "ErrorServerBusy");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(TransportException.class).handled(true).to("mock:refused");
                from(INBOX + 20 + "&bridgeErrorHandler=true").to("mock:out");
            }
        });
        MockEndpoint refused = camel.getEndpoint("mock:refused", MockEndpoint.class);
        refused.expectedMinimumMessageCount(1);
        camel.start();
        refused.assertIsSatisfied();
        assertThat(server.openSessions()).isLessThanOrEqualTo(1);
    }

    @Test
    void spoolFilesGoWhenTheExchangeIsDone(@TempDir Path folder) throws Exception {
        Path spool = Files.write(folder.resolve("spool"), new byte[100]);
        server.putUnreadable(
                ANNA,
                WellKnownFolder.INBOX,
                ItemKind.EMAIL,
                new ItemFault("MimeUnreadable", "no header"),
                Content.spooled(spool));
        List<Boolean> there = new CopyOnWriteArrayList<>();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(INBOX + 20).process(exchange -> there.add(Files.exists(spool)));
            }
        });
        camel.start();
        await().until(() -> committedPages() >= 1);
        assertThat(there).containsExactly(true);
        assertThat(spool).doesNotExist();
    }

    @Test
    void twoConsumersOfOneFolderNeedStateKeysOfTheirOwn() throws Exception {
        route(INBOX + 20);
        camel.start();
        RouteBuilder second = new RouteBuilder() {
            @Override
            public void configure() {
                from(INBOX + 20 + "&maxItems=7").to("mock:second");
            }
        };
        assertThat(catchThrowable(() -> camel.addRoutes(second)))
                .hasStackTraceContaining("the state 'inbox' is in use by")
                .hasStackTraceContaining("give one of the two consumers an option stateKey of its own");

        camel.getRouteController().stopRoute("in");
        camel.getRouteController().startRoute("in");
        assertThat(camel.getRouteController().getRouteStatus("in").isStarted()).isTrue();
    }

    @Test
    void onlyChangesCanBeConsumed() {
        assertThat(catchThrowable(() -> {
                    camel.start();
                    route("memory:fetch?mailbox=anna@example.org");
                }))
                .hasStackTraceContaining("only the operation changes can be consumed");
    }

    /** Pages with changes: empty ones are committed at each poll. */
    private long committedPages() {
        return server.committed().stream()
                .filter(page -> !page.changes().isEmpty())
                .count();
    }

    private void put(int count) {
        for (int i = 0; i < count; i++) {
            server.put(ANNA, WellKnownFolder.INBOX, Samples.email("mail " + i));
        }
    }

    private MockEndpoint route(String from) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId("in").to("mock:out");
            }
        });
        return camel.getEndpoint("mock:out", MockEndpoint.class);
    }
}
