package org.exchangesync.ops;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.exchangesync.check.CheckStore.LastTest;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.ProfileBreaker;
import org.exchangesync.failure.ProfileBreakers;
import org.exchangesync.ops.FaultOperations.Explanation;
import org.exchangesync.ops.MailboxOperations.MailboxQuery;
import org.exchangesync.ops.MailboxOperations.MailboxState;

/** Profiles that mailboxes have. Threadsafe. */
public final class ProfileOperations {
    private final ProfileBreakers breakers;
    private final MailboxOperations mailboxes;
    private final FaultOperations faults;
    private final CheckOperations checks;

    ProfileOperations(
            ProfileBreakers breakers, MailboxOperations mailboxes, FaultOperations faults, CheckOperations checks) {
        this.breakers = breakers;
        this.mailboxes = mailboxes;
        this.faults = faults;
        this.checks = checks;
    }

    /**
     * A profile.
     *
     * @param mailboxes how many active ones it has
     * @param troubled how many of them have a direction that is left alone
     * @param fallenBack of how many of them the email goes by their second profiles
     * @param stopped why none of them is worked on; null if they are
     * @param lastTest what Test Connection found last; null if it was never asked for
     */
    public record ProfileState(
            String profile, int mailboxes, int troubled, int fallenBack, Stop stopped, LastTest lastTest) {}

    /**
     * Why none of a profile's mailboxes is worked on: its breaker is open.
     *
     * @param reason what happened
     * @param cause what is likely behind it
     * @param cure what to do about it
     * @param failures how often it was tried, and failed
     * @param since when it began
     * @param retryAt when one mailbox tries whether the profile can be used again
     */
    public record Stop(
            FaultClass faultClass,
            String code,
            String reason,
            String cause,
            String cure,
            int failures,
            Instant since,
            Instant retryAt) {}

    /** All profiles with active mailboxes, by name. */
    public List<ProfileState> list() {
        Map<String, Stop> stops = new TreeMap<>();
        breakers.all().forEach(breaker -> stops.put(breaker.profile(), stop(breaker)));
        Map<String, int[]> counts = new TreeMap<>();
        stops.keySet().forEach(profile -> counts.put(profile, new int[3]));
        for (MailboxState mailbox : mailboxes.list(new MailboxQuery(Set.of(), null, false))) {
            if (mailbox.active()) {
                int[] count = counts.computeIfAbsent(mailbox.profile(), profile -> new int[3]);
                count[0]++;
                count[1] += mailbox.troubles().isEmpty() ? 0 : 1;
                count[2] += mailbox.fellBackAt() == null ? 0 : 1;
            }
        }
        Map<String, LastTest> tests = checks.lastTests();
        return counts.entrySet().stream()
                .map(entry -> new ProfileState(
                        entry.getKey(),
                        entry.getValue()[0],
                        entry.getValue()[1],
                        entry.getValue()[2],
                        stops.get(entry.getKey()),
                        tests.get(entry.getKey())))
                .toList();
    }

    private Stop stop(ProfileBreaker breaker) {
        Explanation explanation = faults.explain(breaker.code(), breaker.faultClass());
        return new Stop(
                breaker.faultClass(),
                breaker.code(),
                breaker.reason(),
                explanation.cause(),
                explanation.cure(),
                breaker.failures(),
                breaker.openedAt(),
                breaker.retryAt());
    }

    /**
     * Has a profile that was stopped tried again.
     *
     * @param allMailboxes all at once; otherwise one mailbox tries, and if that works all follow by themselves. A wrong
     *     password that many try at once may lock the account
     * @param who does it
     * @throws OperationException if it isn't stopped
     */
    public void resume(String profile, boolean allMailboxes, String who) {
        boolean stopped = allMailboxes ? breakers.close(profile, who) : breakers.tryNow(profile, who);
        if (!stopped) {
            throw new OperationException("Profile '" + profile
                    + "' is not stopped, or there is none of that name. 'profiles list' shows all.");
        }
    }
}
