package org.exchangesync.ews.autodiscover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.exchangesync.SettableClock;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Discovery;
import org.exchangesync.transport.MemoryServerLocations;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.TransportException;
import org.junit.jupiter.api.Test;

class ServerFinderTest {
    private static final String ANNA = "anna@example.org";
    private static final String SOAP = "https://example.org/autodiscover/autodiscover.svc";
    private static final URI A = URI.create("https://a.example.org/EWS/Exchange.asmx");
    private static final URI B = URI.create("https://b.example.org/EWS/Exchange.asmx");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final MemoryServerLocations locations = new MemoryServerLocations();
    private FakeWeb web = new FakeWeb();
    private final ServerFinder finder = new ServerFinder(
            new Autodiscover(
                    (question, settings) -> web.ask(question, settings),
                    host -> List.of(InetAddress.getByName("93.184.216.34")),
                    name -> List.of()),
            locations,
            clock);
    private final ConnectionSettings settings = ConnectionSettings.builder(
                    "office", null, new Credentials("svc-sync", Secret.of("hush")))
            .build();

    private void mailboxesAreAt(URI url) {
        web = new FakeWeb();
        web.xml(SOAP, Answers.soap(url.toString(), null));
    }

    @Test
    void whatWasFoundIsUsedForADayAndThenLookedUpAgain() {
        mailboxesAreAt(A);
        assertThat(finder.url(settings, ANNA)).isEqualTo(A);
        mailboxesAreAt(B);
        clock.go(Duration.ofHours(23));
        assertThat(finder.url(settings, "ANNA@example.org")).isEqualTo(A);
        assertThat(web.asked()).isEmpty();
        clock.go(Duration.ofHours(1));
        assertThat(finder.url(settings, ANNA)).isEqualTo(B);
        assertThat(locations.find(ANNA).orElseThrow().discoveredAt()).isEqualTo(clock.instant());
    }

    @Test
    void whatIsTooOldIsUsedAsLongAsNothingBetterIsFoundAndAskedForOnceAnHour() {
        mailboxesAreAt(A);
        finder.url(settings, ANNA);
        web = new FakeWeb();
        clock.go(Duration.ofDays(3));
        assertThat(finder.url(settings, ANNA)).isEqualTo(A);
        int asked = web.asked().size();
        assertThat(asked).isPositive();
        clock.go(Duration.ofMinutes(59));
        assertThat(finder.url(settings, ANNA)).isEqualTo(A);
        assertThat(web.asked()).hasSize(asked);
        clock.go(Duration.ofMinutes(1));
        finder.url(settings, ANNA);
        assertThat(web.asked()).hasSizeGreaterThan(asked);
    }

    @Test
    void afterATroubleAMailboxIsLookedForAtMostOnceAnHour() {
        mailboxesAreAt(A);
        finder.url(settings, ANNA);
        mailboxesAreAt(B);
        clock.go(Duration.ofMinutes(59));
        assertThat(finder.movedFrom(settings, ANNA, A)).isEmpty();
        assertThat(web.asked()).isEmpty();
        clock.go(Duration.ofMinutes(1));
        assertThat(finder.movedFrom(settings, ANNA, A)).contains(B);
        assertThat(finder.url(settings, ANNA)).isEqualTo(B);
    }

    @Test
    void theSameUrlAgainWasNotTheCause() {
        mailboxesAreAt(A);
        finder.url(settings, ANNA);
        clock.go(Duration.ofHours(2));
        assertThat(finder.movedFrom(settings, ANNA, A)).isEmpty();
        assertThat(web.asked()).hasSize(2);
    }

    @Test
    void whoFailedLaterThanAnotherHearsWhatTheOtherFound() {
        mailboxesAreAt(A);
        finder.url(settings, ANNA);
        mailboxesAreAt(B);
        clock.go(Duration.ofHours(2));
        assertThat(finder.movedFrom(settings, ANNA, A)).contains(B);
        assertThat(finder.movedFrom(settings, ANNA, A)).contains(B);
        assertThat(web.asked()).hasSize(1);
    }

    @Test
    void whatAnotherNodeFoundIsHeardWithinAMinuteAndReadOnceInIt() {
        mailboxesAreAt(A);
        finder.url(settings, ANNA);
        locations.found(ANNA, B, clock.instant());
        assertThat(finder.url(settings, ANNA)).isIn(A, B);
        clock.go(Duration.ofMinutes(1));
        assertThat(finder.url(settings, ANNA)).isEqualTo(B);
        locations.forget(ANNA);
        assertThat(finder.url(settings, ANNA)).as("read a moment ago").isEqualTo(B);
        clock.go(Duration.ofMinutes(1));
        assertThat(finder.url(settings, ANNA)).as("looked for anew").isEqualTo(A);
    }

    @Test
    void manyWorkersAskOnce() throws Exception {
        mailboxesAreAt(A);
        FakeWeb slow = web;
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        ServerFinder shared = new ServerFinder(
                new Autodiscover(
                        (question, ignored) -> {
                            asked.countDown();
                            try {
                                answer.await(20, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                            return slow.ask(question, ignored);
                        },
                        host -> List.of(InetAddress.getByName("93.184.216.34")),
                        name -> List.of()),
                locations,
                clock);
        ExecutorService workers = Executors.newFixedThreadPool(16);
        try {
            List<Future<URI>> urls = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                urls.add(workers.submit(() -> shared.url(settings, ANNA)));
            }
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            answer.countDown();
            for (Future<URI> url : urls) {
                assertThat(url.get(20, TimeUnit.SECONDS)).isEqualTo(A);
            }
            assertThat(slow.asked()).hasSize(1);
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void aMailboxThatWasNotFoundIsLeftAloneForAMinute() {
        assertThatThrownBy(() -> finder.url(settings, ANNA))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.code()).isEqualTo("Network"));
        mailboxesAreAt(A);
        assertThatThrownBy(() -> finder.url(settings, ANNA)).isInstanceOf(TransportException.class);
        assertThat(web.asked()).isEmpty();
        clock.go(Duration.ofMinutes(1));
        assertThat(finder.url(settings, ANNA)).isEqualTo(A);
    }

    @Test
    void whoTestsAConnectionAsksInAnyCase() {
        assertThatThrownBy(() -> finder.url(settings, ANNA)).isInstanceOf(TransportException.class);
        mailboxesAreAt(A);
        assertThat(finder.ask(settings, ANNA).ewsUrl()).isEqualTo(A);
        assertThat(finder.url(settings, ANNA)).isEqualTo(A);
    }

    @Test
    void aWrongPasswordIsTriedForOneMailboxOfAThousand() {
        String other = "https://autodiscover.example.org/autodiscover/autodiscover.svc";
        web.unauthorized(SOAP).unauthorized(other);
        for (int i = 0; i < 1000; i++) {
            String mailbox = "box" + i + "@example.org";
            assertThatThrownBy(() -> finder.url(settings, mailbox))
                    .isInstanceOfSatisfying(
                            TransportException.class, e -> assertThat(e.code()).isEqualTo("Http401"));
        }
        assertThat(web.asked()).filteredOn(url -> url.endsWith("*")).hasSize(2);
        clock.go(Duration.ofMinutes(1));
        mailboxesAreAt(A);
        assertThat(finder.url(settings, "box7@example.org")).isEqualTo(A);
    }

    @Test
    void theEndpointThatAnsweredIsAskedFirstForTheNextMailbox() {
        web.xml("https://autodiscover.example.org/autodiscover/autodiscover.xml", Answers.pox("EXPR", A.toString()));
        finder.url(settings, ANNA);
        assertThat(web.asked()).hasSize(4);
        finder.url(settings, "ben@example.org");
        assertThat(web.asked()).hasSize(5);
    }

    @Test
    void whatWasFoundBeforeIsNotUsedWhenItsHostIsNoLongerAllowed() {
        URI hosted = URI.create("https://ews.hosted.example/EWS/Exchange.asmx");
        ConnectionSettings allowing = ConnectionSettings.builder(
                        "office", null, new Credentials("svc-sync", Secret.of("hush")))
                .discovery(Discovery.DEFAULT.withAllowedHosts(Set.of("ews.hosted.example")))
                .build();
        mailboxesAreAt(hosted);
        assertThat(finder.url(allowing, ANNA)).isEqualTo(hosted);
        assertThatThrownBy(() -> finder.url(settings, ANNA))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.code()).isEqualTo(AutodiscoverResult.HOST_NOT_ALLOWED));
    }
}
