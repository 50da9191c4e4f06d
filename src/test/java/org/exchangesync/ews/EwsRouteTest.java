package org.exchangesync.ews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Samples;
import org.exchangesync.sandbox.SandboxExtension;
import org.exchangesync.transport.MemorySyncStateRepository;
import org.exchangesync.transport.SyncState;
import org.exchangesync.transport.SyncStateRepository;
import org.exchangesync.transport.TransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Routes with {@code ews:} and nothing else of ours, against the sandbox. */
class EwsRouteTest {
    private static final String ANNA = SandboxExtension.ANNA;

    @TempDir
    static Path home;

    @RegisterExtension
    final SandboxExtension sandbox = SandboxExtension.with(server -> server.folder(home));

    private final MemorySyncStateRepository states = new MemorySyncStateRepository();
    private final CamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void configure() {
        EwsConfiguration options = camel.getComponent("ews", EwsComponent.class).getConfiguration();
        options.setServiceUrl(sandbox.server().ewsUrl());
        options.setTrustStore(sandbox.server().certificateFile().toString());
        options.setUsername(SandboxExtension.SERVICE);
        options.setPassword(SandboxExtension.PASSWORD);
        options.setStateRepository(states);
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void newMailIsMovedAsideAsTheComponentsPageShows() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("ews:changes?folder=inbox&initialDelay=0&delay=100&mailbox=" + ANNA)
                        .filter(header(EwsConstants.CHANGE_TYPE).isEqualTo(ChangeType.CREATE))
                        .to("mock:new")
                        .to("ews:ensureFolder?targetFolder=inbox&name=Seen")
                        .to("ews:move");
            }
        });
        MockEndpoint news = camel.getEndpoint("mock:new", MockEndpoint.class);
        news.expectedMessageCount(2);
        deliver("one");
        camel.start();
        await().until(() -> sandbox.server().count(ANNA, "inbox") == 0);
        deliver("two");
        news.assertIsSatisfied();
        await().until(() -> sandbox.server().count(ANNA, "Seen") == 2);
        assertThat(news.getExchanges())
                .extracting(
                        exchange -> exchange.getMessage().getBody(Email.class).subject())
                .containsExactly("one", "two");
    }

    @Test
    void whatARouteCreatesAnotherOneReads() throws Exception {
        camel.start();
        camel.createProducerTemplate()
                .requestBodyAndHeader(
                        "ews:create",
                        Samples.appointment("Review", Instant.parse("2026-03-05T09:00:00Z"), "record-7"),
                        EwsConstants.MAILBOX,
                        ANNA);
        MockEndpoint calendar = camel.getEndpoint("mock:calendar", MockEndpoint.class);
        calendar.expectedMessageCount(1);
        calendar.expectedHeaderReceived(EwsConstants.ITEM_KIND, ItemKind.APPOINTMENT);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("ews:changes?folder=calendar&initialDelay=0&mailbox=" + ANNA)
                        .to("mock:calendar");
            }
        });
        calendar.assertIsSatisfied();
        Appointment read = calendar.getExchanges().get(0).getMessage().getBody(Appointment.class);
        assertThat(read.subject()).isEqualTo("Review");
        assertThat(read.start()).isEqualTo("2026-03-05T09:00:00Z");
        assertThat(read.syncKey()).isEqualTo("record-7");
    }

    @Test
    void aStateThatTheServerDoesNotKnowMeansReadingFromTheBeginning() throws Exception {
        deliver("one");
        states.save("inbox", new SyncState("bm90IG91cnM="));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("ews:changes?stateKey=inbox&initialDelay=0&mailbox=" + ANNA)
                        .to("mock:inbox");
            }
        });
        MockEndpoint inbox = camel.getEndpoint("mock:inbox", MockEndpoint.class);
        inbox.expectedMessageCount(1);
        camel.start();
        inbox.assertIsSatisfied();
        await().until(() -> !states.load("inbox").value().equals("bm90IG91cnM="));
    }

    @Test
    void refusalsReachTheErrorHandlerOfTheRouteWithTheirCode() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(TransportException.class)
                        .handled(true)
                        .setBody(simple("${exception.code}"))
                        .to("mock:refused");
                from("ews:changes?bridgeErrorHandler=true&initialDelay=0&mailbox=nobody@example.org")
                        .to("mock:inbox");
            }
        });
        MockEndpoint refused = camel.getEndpoint("mock:refused", MockEndpoint.class);
        refused.expectedBodiesReceived("ErrorNonExistentMailbox");
        camel.start();
        refused.assertIsSatisfied();
    }

    @Test
    void aWrongPasswordIsRefusedAndNotTold() {
        camel.start();
        assertThat(catchThrowable(() -> camel.createProducerTemplate()
                        .requestBody("ews:serverInfo?password=hush&mailbox=" + ANNA, (Object) null)))
                .isInstanceOf(CamelExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(TransportException.class, e -> {
                    assertThat(e.code()).isEqualTo("Http401");
                    assertThat(e.getMessage()).doesNotContain("hush");
                });
    }

    @Test
    void theOnlyRepositoryInTheRegistryKeepsTheStates() throws Exception {
        MemorySyncStateRepository bound = new MemorySyncStateRepository();
        try (CamelContext other = new DefaultCamelContext()) {
            other.getRegistry().bind("bound", SyncStateRepository.class, bound);
            EwsComponent component = other.getComponent("ews", EwsComponent.class);
            assertThat(List.of(component.getConfiguration().getStateRepository()))
                    .containsExactly(bound);
        }
    }

    private void deliver(String subject) throws Exception {
        sandbox.server().deliver(ANNA, Samples.email(subject).original().toByteArray());
    }
}
