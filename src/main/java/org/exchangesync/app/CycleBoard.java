package org.exchangesync.app;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.exchangesync.app.Summary.MailboxResult;
import org.exchangesync.sync.CycleListener;
import org.exchangesync.sync.MailboxClaim;
import org.exchangesync.sync.MailboxCycle;

/**
 * Collects what the cycles of this process did, and tells it when nothing more is due: to people as a table, to scripts as
 * a JSON file.
 */
final class CycleBoard implements CycleListener {
    private final boolean once;
    private final Path file;
    private final PrintStream out;
    private final Clock clock;
    private final Supplier<List<String>> waiting;
    private final Runnable whenDone;
    private final List<MailboxResult> results = new ArrayList<>();
    private int underWay;
    private int rounds;
    private boolean nothingMoreDue;
    private Instant startedAt;
    private Summary last;
    private boolean done;

    /**
     * @param once whether the first summary is the last
     * @param file gets each summary as JSON; null for none
     * @param waiting says why mailboxes are not due
     * @param whenDone is run behind the last summary
     */
    CycleBoard(
            boolean once, Path file, PrintStream out, Clock clock, Supplier<List<String>> waiting, Runnable whenDone) {
        this.once = once;
        this.file = file;
        this.out = out;
        this.clock = clock;
        this.waiting = waiting;
        this.whenDone = whenDone;
    }

    @Override
    public synchronized void claimed(int mailboxes) {
        nothingMoreDue = mailboxes == 0;
        underWay += mailboxes;
        if (mailboxes > 0 && startedAt == null) {
            startedAt = clock.instant();
        }
        tellIfOver();
    }

    @Override
    public synchronized void dropped(MailboxClaim claim) {
        underWay--;
        tellIfOver();
    }

    @Override
    public synchronized void ended(MailboxCycle cycle, Duration took) {
        underWay--;
        results.add(MailboxResult.of(cycle, took));
        tellIfOver();
    }

    private void tellIfOver() {
        if (nothingMoreDue && underWay == 0 && !done && (once || !results.isEmpty())) {
            tell();
        }
    }

    private void tell() {
        Instant now = clock.instant();
        last = new Summary(
                startedAt == null ? now : startedAt,
                startedAt == null ? Duration.ZERO : Duration.between(startedAt, now),
                List.copyOf(results),
                results.isEmpty() ? waiting.get() : List.of());
        results.clear();
        startedAt = null;
        rounds++;
        out.println(last.toText());
        if (file != null) {
            last.write(file);
        }
        if (once) {
            done = true;
            whenDone.run();
        }
    }

    /** How many summaries were told. */
    synchronized int rounds() {
        return rounds;
    }

    /** How many mailboxes are claimed or worked on. */
    synchronized int underWay() {
        return underWay;
    }

    /** Whether the process did what it was started for: with {@code once}, that no mailbox failed. */
    synchronized boolean successful() {
        return !once || last != null && last.successful();
    }

    /** The latest summary, null before the first. */
    synchronized Summary last() {
        return last;
    }
}
