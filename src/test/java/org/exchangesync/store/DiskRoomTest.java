package org.exchangesync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.exchangesync.failure.RetryLadder;
import org.exchangesync.sync.MailboxSchedule;
import org.exchangesync.sync.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {
    private static final long MEGABYTE = 1L << 20;

    @TempDir
    Path folder;

    @Test
    void nothingIsWrittenWhileTheDiskIsNearlyFullAndAllGoesOnWhenThereIsRoom() {
        AtomicLong left = new AtomicLong(500 * MEGABYTE);
        JdbcDatabase.Settings settings = new JdbcDatabase.Settings(
                "jdbc:h2:file:" + folder.resolve("small").toAbsolutePath(), "sa", "", 4, 80 * MEGABYTE);
        try (JdbcDatabase database =
                JdbcDatabase.open(settings, Clock.systemUTC(), RetryLadder.IN_MINUTES, file -> left.get())) {
            MailboxSchedule schedule = database.mailboxSchedule();
            schedule.register(Map.of("anna@example.org", "office"));
            left.set(79 * MEGABYTE);
            assertThatThrownBy(() -> schedule.register(Map.of("ben@example.org", "office")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("only 79 MB are left on the disk of")
                    .hasMessageContaining("small.mv.db, and 80 MB are kept free there");
            assertThat(schedule.all())
                    .extracting(MailboxSchedule.MailboxStatus::mailbox)
                    .containsExactly("anna@example.org");
            left.set(80 * MEGABYTE);
            schedule.register(Map.of("anna@example.org", "office", "ben@example.org", "office"));
            assertThat(schedule.all()).hasSize(2);
        }
    }

    @Test
    void theRoomOfTheRealDiskIsKnown() {
        assertThat(DiskRoom.usable(folder.resolve("small.mv.db"))).isBetween(1L, Long.MAX_VALUE - 1);
    }
}
