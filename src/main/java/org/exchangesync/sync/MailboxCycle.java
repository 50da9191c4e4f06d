package org.exchangesync.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.exchangesync.failure.Fault;
import org.exchangesync.item.ItemKind;
import org.exchangesync.profile.Direction;
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
    private final Map<Direction, DirectionTrouble> troubles;
    private final Map<Direction, Failure> failed = new EnumMap<>(Direction.class);
    private final Set<FolderPlan> handled = new HashSet<>();
    private final Counts counts = new Counts();
    private final List<Failure> failures = new ArrayList<>();
    private final List<Failure> folderFailures = new ArrayList<>();
    private final List<DeleteHold> questions = new ArrayList<>();
    private final Set<FolderPlan> drained = new HashSet<>();
    private final Map<ItemKind, Long> settleableUpTo = new EnumMap<>(ItemKind.class);
    private boolean ended;
    private FolderPlan reading;
    private FolderRun openRun;
    private FolderRef undeliverable;
    private Failure stoppedBy;
    private boolean reachedServer;
    private boolean sending;

    /**
     * A failure within the cycle.
     *
     * @param where the folder, or what was being done
     */
    public record Failure(String where, Fault fault) {}

    /** A folder to read, and what it holds. */
    public record FolderPlan(FolderRef folder, ItemKind kind) {
        Direction direction() {
            return Direction.of(kind);
        }
    }

    /**
     * @param troubles directions that were left alone until now, or still are
     */
    MailboxCycle(
            MailboxClaim claim,
            Mailbox mailbox,
            EmailServerProfile profile,
            Collection<DirectionTrouble> troubles,
            Instant startedAt) {
        this.claim = claim;
        this.mailbox = mailbox;
        this.profile = profile;
        this.startedAt = startedAt;
        this.troubles = new EnumMap<>(Direction.class);
        troubles.forEach(trouble -> this.troubles.put(trouble.direction(), trouble));
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

    /** The folders that are to be read in this cycle, for the route: those of directions that are not left alone. */
    public List<FolderPlan> getFolders() {
        return folders().stream().filter(plan -> !rests(plan.direction())).toList();
    }

    /** All folders that this mailbox has read, also those of directions that are left alone now. */
    public List<FolderPlan> configuredFolders() {
        return folders();
    }

    private boolean rests(Direction direction) {
        DirectionTrouble trouble = troubles.get(direction);
        return trouble != null && trouble.restsAt(startedAt);
    }

    /** The directions that keep this mailbox due. One that only sends is looked at as often as one that is read. */
    Set<Direction> configured() {
        Set<Direction> configured = directions(folders());
        if (configured.isEmpty() && mailbox.serves(Direction.OUTGOING)) {
            configured.add(Direction.OUTGOING);
        }
        return configured;
    }

    /** The directions that this cycle tries. */
    Set<Direction> tried() {
        Set<Direction> tried = directions(getFolders());
        if (sending) {
            tried.add(Direction.OUTGOING);
        }
        return tried;
    }

    /** Whether mail may be sent in this cycle. */
    public boolean mayBeSent() {
        return mailbox.serves(Direction.OUTGOING) && !rests(Direction.OUTGOING) && !hasFailed(Direction.OUTGOING);
    }

    /** Mail is being sent, or there was none though it failed before: what becomes of it is told by the direction. */
    public void sending() {
        sending = true;
    }

    /** Whether the outgoing direction was left alone before, and is tried again. */
    public boolean isSendingAgain() {
        return troubles.containsKey(Direction.OUTGOING);
    }

    private static Set<Direction> directions(List<FolderPlan> plans) {
        return plans.stream()
                .map(FolderPlan::direction)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Direction.class)));
    }

    /** What was wrong with a direction when the cycle began, or null. */
    DirectionTrouble trouble(Direction direction) {
        return troubles.get(direction);
    }

    private List<FolderPlan> folders() {
        List<FolderPlan> plans = new ArrayList<>();
        if (mailbox.serves(Direction.INCOMING)) {
            plans.add(plan(WellKnownFolder.INBOX, ItemKind.EMAIL));
        }
        if (mailbox.serves(Direction.APPOINTMENTS_CONTACTS_TASKS)) {
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
            // one of them may be in a folder that was read before, and waits for the next cycle.
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

    /** Notes what keeps the mailbox from being worked on: nothing more is done in this cycle. */
    public void failed(String where, Fault fault) {
        stoppedBy = new Failure(where, fault);
        failures.add(stoppedBy);
    }

    /** Notes what keeps one direction from being worked on: the others go on. */
    public void directionFailed(Direction direction, String where, Fault fault) {
        Failure failure = new Failure(where, fault);
        failed.putIfAbsent(direction, failure);
        failures.add(failure);
    }

    /** Whether nothing more is to be read of a direction in this cycle. */
    boolean hasFailed(Direction direction) {
        return stoppedBy != null || failed.containsKey(direction);
    }

    /** What kept a direction from being worked on to the end, or null: its own failure, or that of the mailbox. */
    Failure failure(Direction direction) {
        Failure own = failed.get(direction);
        return own == null && !isCompleted(direction) ? stoppedBy : own;
    }

    private boolean isCompleted(Direction direction) {
        return folders().stream().filter(plan -> plan.direction() == direction).allMatch(handled::contains);
    }

    /** The folder was read to its end, or left out for reasons of its own. */
    void handled(FolderPlan plan) {
        handled.add(plan);
    }

    /** Notes a failure behind the folders, which none of its directions could go on from. */
    void failedAtTheEnd(String where, Fault fault) {
        handled.clear();
        failed(where, fault);
    }

    /** What stopped the cycle, or null. */
    Failure stoppedBy() {
        return stoppedBy;
    }

    /** Whether nothing more is to be done in this cycle. */
    public boolean isStopped() {
        return stoppedBy != null;
    }

    /** The server answered: account and address are good. */
    public void reachedServer() {
        reachedServer = true;
    }

    boolean hasReachedServer() {
        return reachedServer;
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

    /** A folder is looked at from now on, whether it can be opened or not. */
    void reads(FolderPlan plan) {
        close();
        reading = plan;
    }

    /** The folder that is looked at, null once it was ended. */
    FolderPlan reading() {
        return reading;
    }

    /** By what a folder of the mailbox is known in the database. */
    FolderKey key(FolderPlan plan) {
        return new FolderKey(mailbox.address(), getTransport(), plan.folder().toString());
    }

    /** Whether a folder is open. */
    boolean isReading() {
        return openRun != null;
    }

    void open(FolderRun run) {
        release();
        openRun = run;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether it ends now: true once, for whoever asks first. */
    boolean ends() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    /** Ends the reading of a folder, and frees what it holds. */
    void close() {
        reading = null;
        release();
    }

    private void release() {
        if (openRun != null) {
            openRun.close();
            openRun = null;
        }
    }
}
