package org.exchangesync.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.Alerts;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.ProfileBreaker;
import org.exchangesync.failure.ProfileBreakers;
import org.exchangesync.failure.RetryPolicy;
import org.exchangesync.item.ItemKind;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.profile.Mailbox;
import org.exchangesync.sync.MailboxCycle.Failure;

/**
 * While a profile can't be used, the email of its mailboxes goes by their second profiles. What fails there is no trouble of
 * the mailbox's directions, which are those of the first.
 */
public final class Fallback {
    /** So much of what the first profile processed may be seen again: clocks differ, and mail is dated where it was sent. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private static final int BATCH = 500;

    private final ProfileBreakers breakers;
    private final MailboxSchedule schedule;
    private final SyncStore store;
    private final Alerts alerts;
    private final RetryPolicy retries;
    private final Clock clock;

    public Fallback(
            ProfileBreakers breakers,
            MailboxSchedule schedule,
            SyncStore store,
            Alerts alerts,
            RetryPolicy retries,
            Clock clock) {
        this.breakers = breakers;
        this.schedule = schedule;
        this.store = store;
        this.alerts = alerts;
        this.retries = retries;
        this.clock = clock;
    }

    /** The mailbox as its second profile processes it. */
    Mailbox fallenBack(Mailbox mailbox, EmailServerProfile second) {
        Instant since = breakers.of(mailbox.profile())
                .map(ProfileBreaker::openedAt)
                .orElseGet(clock::instant)
                .minus(MARGIN);
        return mailbox.fallenBack(second, since);
    }

    /** What keeps the directions of such a mailbox alone: only what a person wants so. */
    static List<DirectionTrouble> byHand(Collection<DirectionTrouble> troubles) {
        return troubles.stream()
                .filter(trouble -> trouble.code().equals(DirectionTrouble.BY_HAND))
                .toList();
    }

    /** Tells that the mailboxes of a profile go by their second ones from now on. */
    void begun(String profile, MailboxClaim claim) {
        String why = breakers.of(profile).map(ProfileBreaker::reason).orElse("it can't be used");
        alerts.raise(new Alert(
                alertKey(profile),
                Alert.Level.WARNING,
                profile,
                null,
                null,
                "The email of mailboxes of profile '" + profile + "' goes by their second profiles, such as '"
                        + claim.profile() + "' for " + claim.mailbox() + ": " + why,
                null,
                "mend profile '" + profile + "'; its mailboxes return to it by themselves"));
    }

    private static String alertKey(String profile) {
        return "fallback of profile " + profile;
    }

    private static String mailboxAlertKey(String mailbox) {
        return "fallback of mailbox " + mailbox;
    }

    /** The profile is to blame: what passes by itself, and kept even the sign-in from being tried. */
    static boolean blamesProfile(MailboxCycle cycle, Failure stoppedBy) {
        return cycle.claim().fallback()
                && stoppedBy != null
                && stoppedBy.fault().faultClass() == FaultClass.TRANSIENT
                && !cycle.hasReachedServer();
    }

    /**
     * Ends a cycle that its profile can't be blamed for.
     *
     * @param pause until the next one, if nothing failed
     */
    void ended(MailboxCycle cycle, Duration pause) {
        Instant now = clock.instant();
        Failure failure = cycle.failures().stream().findFirst().orElse(null);
        Duration wait = failure == null ? pause : pause(failure.fault());
        schedule.ended(cycle.claim(), new CycleResult(false, now.plus(wait), cycle.configured(), Map.of(), Map.of()));
        String key = mailboxAlertKey(cycle.mailbox().address());
        if (failure == null) {
            alerts.resolve(key);
            return;
        }
        Fault fault = failure.fault();
        alerts.raise(new Alert(
                key,
                Alert.Level.WARNING,
                cycle.profile().name(),
                cycle.mailbox().address(),
                fault.code(),
                "Mailbox " + cycle.mailbox().address() + " can't be processed by its second profile '"
                        + cycle.profile().name() + "' either, " + failure.where() + ": " + fault.describe()
                        + " It is tried again at " + now.plus(wait) + ".",
                fault.advice().cause(),
                fault.advice().cure()));
    }

    private Duration pause(Fault fault) {
        return fault.faultClass() == FaultClass.MAILBOX ? retries.probe() : retries.patientPause(fault, 1);
    }

    /**
     * Once the first profile has read all of a mailbox again, only what it found stands for the mailbox: mail that came by
     * the second profile is linked to the first one's item, or isn't there any more.
     */
    void returned(MailboxCycle cycle) {
        Mailbox mailbox = cycle.mailbox();
        if (cycle.claim().fallback() || mailbox.fallbackProfile() == null || !isRead(cycle)) {
            return;
        }
        boolean fell = schedule.status(mailbox.address())
                .map(MailboxSchedule.MailboxStatus::fellBackAt)
                .isPresent();
        if (!fell) {
            return;
        }
        int unlinked;
        do {
            unlinked = store.inTransaction(cycle.claim(), tx -> {
                List<UUID> records = tx.unlinkOthers(mailbox.address(), cycle.getTransport(), BATCH);
                tx.markGone(records);
                return records.size();
            });
        } while (unlinked == BATCH);
        schedule.returned(cycle.claim());
        alerts.resolve(alertKey(cycle.profile().name()));
        alerts.resolve(mailboxAlertKey(mailbox.address()));
    }

    private static boolean isRead(MailboxCycle cycle) {
        return !cycle.isStopped()
                && (cycle.configuredFolders().stream().noneMatch(plan -> plan.kind() == ItemKind.EMAIL)
                        || cycle.settleableUpTo(ItemKind.EMAIL).isPresent());
    }
}
