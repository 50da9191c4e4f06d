package org.exchangesync.sync.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.Publication;
import org.exchangesync.sync.PublishedChange;
import org.junit.jupiter.api.Test;

/** Whether a target is away, or has trouble with one change only. */
class PublicationBatchTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final List<Publication> some = publications(6);
    private final PublicationBatch batch =
            new PublicationBatch(new PublicationClaim(UUID.randomUUID(), some, NOW.plusSeconds(60)));

    static List<Publication> publications(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(id -> new Publication(
                        id,
                        UUID.randomUUID(),
                        1,
                        ItemKind.TASK,
                        PublishedChange.CREATE,
                        "anna@example.org",
                        "{}",
                        NOW,
                        0))
                .toList();
    }

    static Publication refusedBefore(Publication of) {
        return new Publication(
                of.id(),
                of.recordId(),
                of.version(),
                of.kind(),
                of.change(),
                of.mailbox(),
                of.payload(),
                of.committedAt(),
                1);
    }

    @Test
    void aRefusalConcernsOneAlone() {
        some.subList(0, 5).forEach(publication -> batch.refused(publication, "400"));
        batch.arrived(some.get(5));

        assertThat(batch.isStopped()).isFalse();
        assertThat(batch.refused()).hasSize(5);
        assertThat(batch.postponed()).isEmpty();
        assertThat(batch.arrived()).containsExactly(some.get(5));
    }

    @Test
    void refusalsAloneDoNotSayThatTheTargetIsAway() {
        some.forEach(publication -> batch.refused(publication, "400"));

        assertThat(batch.isStopped()).isFalse();
        assertThat(batch.postponed()).isEmpty();
        assertThat(batch.refused()).hasSize(6);
    }

    @Test
    void threeInARowThatDoNotReachTheTargetStopEverythingAndAreNoFailures() {
        batch.arrived(some.get(0));
        some.subList(1, 3).forEach(publication -> batch.notReached(publication, "503"));
        assertThat(batch.isStopped()).isFalse();
        batch.notReached(some.get(3), "503");

        assertThat(batch.isStopped()).isTrue();
        assertThat(batch.postponed()).containsOnlyKeys(some.subList(1, 4)).containsValue("503");
        assertThat(batch.refused()).isEmpty();
    }

    @Test
    void ifAnotherArrivesThoseThatFailedAreSuspected() {
        batch.notReached(some.get(0), "500");
        batch.notReached(some.get(1), "500");
        batch.arrived(some.get(2));
        batch.notReached(some.get(3), "500");

        assertThat(batch.isStopped()).isFalse();
        assertThat(batch.suspected()).containsOnlyKeys(some.get(0), some.get(1), some.get(3));
        assertThat(batch.refused()).isEmpty();
        assertThat(batch.postponed()).isEmpty();
    }

    @Test
    void ifNoneArrivedTheTargetIsAwayHoweverFewWereTried() {
        batch.notReached(some.get(0), "connection refused");

        assertThat(batch.postponed()).containsOnlyKeys(some.get(0));
        assertThat(batch.suspected()).isEmpty();
        assertThat(batch.refused()).isEmpty();
    }
}
