package org.exchangesync.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.exchangesync.failure.Fault;
import org.exchangesync.item.ItemKind;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.profile.Mailbox;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.WellKnownFolder;

/** One cycle over one mailbox: what is known, counted and failed so far. Used by one thread at a time. */
public final class MailboxCycle {
    private final MailboxClaim claim;
    private final Mailbox mailbox;
    private final EmailServerProfile profile;
    private final Instant startedAt;
    private final Counts counts = new Counts();
    private final List<Failure> failures = new ArrayList<>();
    private FolderRun openRun;
    private FolderRef undeliverable;
    private boolean stopped;

    /**
     * A failure within the cycle.
     *
     * @param where the folder, or what was being done
     */
    public record Failure(String where, Fault fault) {}

    /** A folder to read, and what it holds. */
    public record FolderPlan(FolderRef folder, ItemKind kind) {}

    MailboxCycle(MailboxClaim claim, Mailbox mailbox, EmailServerProfile profile, Instant startedAt) {
        this.claim = claim;
        this.mailbox = mailbox;
        this.profile = profile;
        this.startedAt = startedAt;
        folders().forEach(plan -> counts.add(plan.kind(), KindCounts.NONE));
    }

    public MailboxClaim claim() {
        return claim;
    }

    public Mailbox mailbox() {
        return mailbox;
    }

    public EmailServerProfile profile() {
        return profile;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** The scheme of the component that reaches the mailbox: what routes call as {@code <transport>:operation}. */
    public String getTransport() {
        return profile.serverType().transport();
    }

    /** The folders that this mailbox wants read, for the route. */
    public List<FolderPlan> getFolders() {
        return folders();
    }

    private List<FolderPlan> folders() {
        List<FolderPlan> plans = new ArrayList<>();
        if (mailbox.incomingEmail()) {
            plans.add(plan(WellKnownFolder.INBOX, ItemKind.EMAIL));
        }
        if (mailbox.appointmentsContactsTasks()) {
            plans.add(plan(WellKnownFolder.CALENDAR, ItemKind.APPOINTMENT));
            plans.add(plan(WellKnownFolder.CONTACTS, ItemKind.CONTACT));
            plans.add(plan(WellKnownFolder.TASKS, ItemKind.TASK));
        }
        return plans;
    }

    private static FolderPlan plan(WellKnownFolder folder, ItemKind kind) {
        return new FolderPlan(FolderRef.of(folder), kind);
    }

    public Counts counts() {
        return counts;
    }

    public List<Failure> failures() {
        return List.copyOf(failures);
    }

    /** Notes a failure; one that concerns the whole mailbox stops the cycle. */
    void failed(String where, Fault fault) {
        failures.add(new Failure(where, fault));
        stopped |= fault.faultClass().stopsMailbox();
    }

    /** Whether all folders were read to their ends, so that deletes can be told from moves. */
    public boolean isComplete() {
        return failures.isEmpty();
    }

    /** Whether nothing more is to be read in this cycle. */
    public boolean isStopped() {
        return stopped;
    }

    /** Where mail goes that can't be taken, once it is known. */
    FolderRef undeliverable() {
        return undeliverable;
    }

    void undeliverable(FolderRef folder) {
        undeliverable = folder;
    }

    /** The folder being read, for the steps. */
    FolderRun run() {
        if (openRun == null) {
            throw new IllegalStateException("no folder of " + mailbox.address() + " is being read");
        }
        return openRun;
    }

    /** Whether a folder is open. */
    boolean isReading() {
        return openRun != null;
    }

    void open(FolderRun run) {
        close();
        openRun = run;
    }

    /** Frees what the reading of a folder holds. */
    void close() {
        if (openRun != null) {
            openRun.close();
            openRun = null;
        }
    }
}
