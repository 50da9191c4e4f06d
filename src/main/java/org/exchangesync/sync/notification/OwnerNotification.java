package org.exchangesync.sync.notification;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.AlertStore;
import org.exchangesync.alert.Alerts;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.profile.LiveProfiles;
import org.exchangesync.sync.MailboxSchedule;
import org.exchangesync.sync.MailboxSchedule.MailboxStatus;
import org.exchangesync.sync.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code owners} of the routes: tells the owner of a profile, once an hour at most, when more than half of its
 * mailboxes that were processed in the last hour have failed: they were tried, and never came to an end.
 *
 * @see <a href="https://learn.microsoft.com/en-us/power-platform/admin/connect-exchange-server-on-premises">Send an alert
 *     email to the owner of the email server profile</a>
 */
public final class OwnerNotification {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerNotification.class);

    private final LiveProfiles profiles;
    private final MailboxSchedule schedule;
    private final AlertStore store;
    private final Alerts alerts;
    private final Rule rule;
    private final Clock clock;

    public OwnerNotification(
            LiveProfiles profiles, MailboxSchedule schedule, AlertStore store, Alerts alerts, Rule rule, Clock clock) {
        this.profiles = profiles;
        this.schedule = schedule;
        this.store = store;
        this.alerts = alerts;
        this.rule = rule;
        this.clock = clock;
    }

    /**
     * When an owner is told.
     *
     * @param percent more than so many of a hundred mailboxes failed
     * @param window in this time; also the least time between two mails
     * @param least so many failed at least
     */
    public record Rule(int percent, Duration window, int least) {
        /** More than half, within an hour, however few there are. */
        public static final Rule DEFAULT = new Rule(50, Duration.ofHours(1), 1);

        /** Whether these are too many. */
        public boolean isBroken(int processed, int failed) {
            return failed >= least && (long) failed * 100 > (long) processed * percent;
        }
    }

    /** Looks at all profiles whose owners want to be told. */
    public void look() {
        try {
            Instant since = clock.instant().minus(rule.window());
            Map<String, List<MailboxStatus>> processed = schedule.all().stream()
                    .filter(status -> status.active()
                            && status.lastStartedAt() != null
                            && !status.lastStartedAt().isBefore(since))
                    .collect(Collectors.groupingBy(MailboxStatus::profile));
            profiles.current().profiles().stream()
                    .filter(profile -> profile.notifyOwner() && profile.active())
                    .forEach(profile -> look(profile, processed.getOrDefault(profile.name(), List.of()), since));
        } catch (StoreException e) {
            LOG.debug("Owners are told when the database is back", e);
        }
    }

    private void look(EmailServerProfile profile, List<MailboxStatus> processed, Instant since) {
        int failed = (int) processed.stream()
                .filter(status ->
                        status.lastSuccessAt() == null || status.lastSuccessAt().isBefore(since))
                .count();
        String key = "notification " + profile.name();
        if (!rule.isBroken(processed.size(), failed)) {
            return;
        }
        boolean told = store.lastRaised(key).filter(when -> when.isAfter(since)).isPresent();
        if (!told) {
            alerts.resolve(key); // the next one is another mail
            alerts.raise(new Alert(
                    key,
                    Alert.Level.WARNING,
                    profile.name(),
                    null,
                    null,
                    "Of " + processed.size() + " mailboxes of profile '" + profile.name()
                            + "' that were processed in the last "
                            + rule.window().toMinutes() + " minutes, " + failed + " failed.",
                    null,
                    "exchange-sync mailboxes list --failing --profile " + profile.name() + " tells which, and why"));
        }
    }
}
