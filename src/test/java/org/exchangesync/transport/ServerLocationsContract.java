package org.exchangesync.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.exchangesync.transport.ServerLocations.Location;
import org.junit.jupiter.api.Test;

/** What every memory of servers does. */
public interface ServerLocationsContract {
    Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    Duration HOUR = Duration.ofHours(1);
    URI A = URI.create("https://a.example.org/EWS/Exchange.asmx");
    URI B = URI.create("https://b.example.org/EWS/Exchange.asmx");
    String CLARA = "clara@example.org";

    /** An empty one. */
    ServerLocations locations();

    @Test
    default void whatWasFoundLastIsThereInWhateverCase() {
        ServerLocations locations = locations();
        assertThat(locations.find(CLARA)).isEmpty();
        locations.found("Clara@Example.org", A, NOON);
        locations.found(CLARA, B, NOON.plus(HOUR));
        assertThat(locations.find("CLARA@example.org")).contains(new Location(B, NOON.plus(HOUR)));
        assertThat(locations.find("dora@example.org")).isEmpty();
    }

    @Test
    default void whatIsForgottenIsGone() {
        ServerLocations locations = locations();
        locations.found(CLARA, A, NOON);
        locations.forget(CLARA);
        assertThat(locations.find(CLARA)).isEmpty();
        locations.forget(CLARA);
    }

    @Test
    default void aRefreshIsClaimedOnceInItsTime() {
        ServerLocations locations = locations();
        assertThat(locations.claimRefresh(CLARA, NOON, HOUR)).as("never found").isFalse();
        locations.found(CLARA, A, NOON);
        assertThat(locations.claimRefresh(CLARA, NOON.plus(HOUR).minusSeconds(1), HOUR))
                .isFalse();
        assertThat(locations.claimRefresh(CLARA, NOON.plus(HOUR), HOUR)).isTrue();
        assertThat(locations.claimRefresh(CLARA, NOON.plus(HOUR), HOUR)).isFalse();
        assertThat(locations.find(CLARA)).as("an attempt finds nothing").contains(new Location(A, NOON));
        assertThat(locations.claimRefresh(CLARA, NOON.plus(HOUR).plus(HOUR), HOUR))
                .isTrue();
    }

    @Test
    default void ofManyWhoClaimAtOnceOneMay() throws Exception {
        ServerLocations locations = locations();
        locations.found(CLARA, A, NOON);
        ExecutorService workers = Executors.newFixedThreadPool(8);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<Boolean>> claims = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                claims.add(workers.submit(() -> {
                    start.await();
                    return locations.claimRefresh(CLARA, NOON.plus(HOUR), HOUR);
                }));
            }
            start.countDown();
            int won = 0;
            for (Future<Boolean> claim : claims) {
                won += claim.get(30, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        } finally {
            workers.shutdownNow();
        }
    }
}
