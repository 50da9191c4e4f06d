package org.exchangesync.ews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.exchangesync.ews.autodiscover.Autodiscover;
import org.exchangesync.ews.client.EwsTransport;
import org.exchangesync.item.Email;
import org.exchangesync.item.Samples;
import org.exchangesync.sandbox.SandboxExtension;
import org.exchangesync.sandbox.discovery.Formerly;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Connections;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Discovery;
import org.exchangesync.transport.MemoryServerLocations;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.ServerLocations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Routes whose mailboxes are found by their addresses. */
class EwsAutodiscoverTest {
    private static final String ANNA = SandboxExtension.ANNA;
    private static final String BEN = SandboxExtension.BEN;

    @TempDir
    static Path home;

    @RegisterExtension
    final SandboxExtension sandbox = SandboxExtension.with(server -> server.folder(home));

    private final CamelContext camel = new DefaultCamelContext();
    private final List<ConnectionSettings> made = new CopyOnWriteArrayList<>();
    private volatile Duration passed = Duration.ZERO;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.parse("2026-03-01T10:00:00Z").plus(passed);
        }
    };

    @BeforeEach
    void configure() {
        EwsComponent component = new EwsComponent(
                settings -> {
                    made.add(settings);
                    return new EwsTransport(settings);
                },
                new Autodiscover(),
                clock);
        camel.addComponent("ews", component);
        EwsConfiguration options = component.getConfiguration();
        options.setAutodiscover(true);
        options.setAutodiscoverUrl(sandbox.server().autodiscoverUrl());
        options.setTrustStore(sandbox.server().certificateFile().toString());
        options.setUsername(SandboxExtension.SERVICE);
        options.setPassword(SandboxExtension.PASSWORD);
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private Object serverInfo(String uri) {
        return camel.createProducerTemplate().requestBody(uri, (Object) null);
    }

    private void deliver(String subject) throws Exception {
        sandbox.server().deliver(ANNA, Samples.email(subject).original().toByteArray());
    }

    @Test
    void aRouteGoesOnWhenItsMailboxMoves() throws Exception {
        List<String> subjects = new CopyOnWriteArrayList<>();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("ews:changes?folder=inbox&initialDelay=0&delay=100&mailbox=" + ANNA)
                        .process(exchange -> subjects.add(
                                exchange.getMessage().getBody(Email.class).subject()));
            }
        });
        deliver("one");
        camel.start();
        await().until(() -> subjects.equals(List.of("one")));
        passed = Duration.ofHours(2);
        sandbox.server().administration().moveTo(ANNA, "b", Formerly.REDIRECT);
        deliver("two");
        await().until(() -> subjects.equals(List.of("one", "two")));
        assertThat(made)
                .extracting(ConnectionSettings::url)
                .containsExactly(
                        URI.create(sandbox.server().ewsUrl()),
                        URI.create(sandbox.server().ewsUrl("b")));
    }

    @Test
    void mailboxesOnOneServerShareATransport() {
        camel.start();
        serverInfo("ews:serverInfo?mailbox=" + ANNA);
        serverInfo("ews:serverInfo?mailbox=" + BEN);
        assertThat(made).hasSize(1);
    }

    @Test
    void aConnectionWithoutUrlIsFoundToo() {
        Connections connections = (name, mailbox) -> ConnectionSettings.builder(
                        name, null, new Credentials(SandboxExtension.SERVICE, Secret.of(SandboxExtension.PASSWORD)))
                .trustStore(sandbox.server().certificateFile(), null)
                .discovery(Discovery.DEFAULT.withEndpoints(
                        List.of(URI.create(sandbox.server().autodiscoverUrl()))))
                .build();
        camel.getComponent("ews", EwsComponent.class).setConnections(connections);
        camel.start();
        serverInfo("ews:serverInfo?connection=office&mailbox=" + ANNA);
        assertThat(made).singleElement().satisfies(settings -> {
            assertThat(settings.name()).isEqualTo("office");
            assertThat(settings.url()).isEqualTo(URI.create(sandbox.server().ewsUrl()));
        });
    }

    @Test
    void theOnlyMemoryOfServersInTheRegistryIsUsed() throws Exception {
        MemoryServerLocations locations = new MemoryServerLocations();
        camel.start();
        camel.getComponent("ews", EwsComponent.class).setServerLocations(locations);
        serverInfo("ews:serverInfo?mailbox=" + ANNA);
        assertThat(locations.find(ANNA).orElseThrow().url())
                .isEqualTo(URI.create(sandbox.server().ewsUrl()));
        try (DefaultCamelContext other = new DefaultCamelContext()) {
            other.getRegistry().bind("locations", ServerLocations.class, locations);
            assertThat(other.getComponent("ews", EwsComponent.class).getServerLocations())
                    .isSameAs(locations);
        }
    }

    @Test
    void aUrlAndAutodiscoverAreTooMuch() {
        camel.start();
        assertThatThrownBy(() -> serverInfo("ews:serverInfo?serviceUrl=https://mail.example.org&mailbox=" + ANNA))
                .hasStackTraceContaining("leave out one");
    }
}
