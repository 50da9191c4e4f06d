package org.exchangesync.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
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
    private final List<Failure> folderFailures = new ArrayList<>();
    private final List<DeleteHold> questions = new ArrayList<>();
    private final Set<FolderPlan> drained = new HashSet<>();
    private final Map<ItemKind, Long> settleableUpTo = new EnumMap<>(ItemKind.class);
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

    /** Mail received before is left alone; null for none. */
    Instant processEmailFrom() {
        return mailbox.processEmailFrom() != null ? mailbox.processEmailFrom() : profile.processEmailFrom();
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
        for (FolderRef folder : mailbox.folders()) {
            plans.stream()
                    .filter(plan -> plan.folder().equals(FolderRef.of(folder.wellKnown())))
                    .map(FolderPlan::kind)
                    .findFirst()
                    .ifPresent(kind -> plans.add(new FolderPlan(folder, kind)));
        }
        return plans;
    }

    private List<FolderPlan> folders(ItemKind kind) {
        return folders().stream().filter(plan -> plan.kind() == kind).toList();
    }

    /** The folder was read to its end. */
    void drained(FolderPlan plan, LongSupplier lastParked) {
        List<FolderPlan> sameKind = folders(plan.kind());
        if (plan.equals(sameKind.get(0))) {
            // An item that left this folder until now is seen by the readings of the others that follow. What leaves
            // one of
            // them may be in a folder that was read before, and waits for the next cycle.
            settleableUpTo.put(plan.kind(), sameKind.size() == 1 ? Long.MAX_VALUE : lastParked.getAsLong());
        }
        drained.add(plan);
    }

    /** Up to which parked delete it is known what is gone; empty while a folder that may hold the items wasn't read. */
    OptionalLong settleableUpTo(ItemKind kind) {
        List<FolderPlan> sameKind = folders(kind);
        return sameKind.isEmpty() || !drained.containsAll(sameKind)
                ? OptionalLong.empty()
                : OptionalLong.of(settleableUpTo.get(kind));
    }

    private static FolderPlan plan(WellKnownFolder folder, ItemKind kind) {
        return new FolderPlan(FolderRef.of(folder), kind);
    }

    public Counts counts() {
        return counts;
    }

    /** What kept the mailbox from being worked on. */
    public List<Failure> failures() {
        return List.copyOf(failures);
    }

    /** What kept single folders from being read. */
    public List<Failure> folderFailures() {
        return List.copyOf(folderFailures);
    }

    /** What a person is asked about. */
    public List<DeleteHold> questions() {
        return List.copyOf(questions);
    }

    void asks(DeleteHold question) {
        questions.add(question);
    }

    void folderFailed(String folder, Fault fault) {
        folderFailures.add(new Failure(folder, fault));
    }

    /** Notes a failure; one that concerns the whole mailbox stops the cycle. */
    void failed(String where, Fault fault) {
        failures.add(new Failure(where, fault));
        stopped |= fault.faultClass().stopsMailbox();
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
