package org.exchangesync.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.Alerts;
import org.exchangesync.check.MailboxTests;
import org.exchangesync.check.Ownership;
import org.exchangesync.check.Servers;
import org.exchangesync.profile.Direction;
import org.exchangesync.profile.EmailServerProfile;
import org.exchangesync.profile.Mailbox;
import org.exchangesync.sync.DirectionStore;
import org.exchangesync.sync.DirectionTrouble;
import org.exchangesync.sync.MailboxCycle;
import org.exchangesync.sync.SyncProperties;
import org.exchangesync.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At the beginning of a cycle, makes sure that no other installation took the mailbox meanwhile; if one did, the mailbox is
 * stopped here. Looks at mailboxes that were tested and enabled, and at each once a minute at most.
 */
final class OwnershipStep {
    private static final Duration AT_MOST_EVERY = Duration.ofMinutes(1);
    private static final String WHO = "ownership";
    private static final Logger LOG = LoggerFactory.getLogger(OwnershipStep.class);

    private final Ownership ownership;
    private final Servers servers;
    private final MailboxTests tests;
    private final DirectionStore directions;
    private final Alerts alerts;
    private final Clock clock;
    private final Map<String, Instant> looked = new ConcurrentHashMap<>();

    OwnershipStep(
            Ownership ownership,
            Servers servers,
            MailboxTests tests,
            DirectionStore directions,
            Alerts alerts,
            Clock clock) {
        this.ownership = ownership;
        this.servers = servers;
        this.tests = tests;
        this.directions = directions;
        this.alerts = alerts;
        this.clock = clock;
    }

    /** @throws TransportException {@link Ownership#OWNED_ELSEWHERE}, which ends the cycle */
    public void check(Exchange exchange) {
        MailboxCycle cycle = exchange.getProperty(SyncProperties.CYCLE, MailboxCycle.class);
        Mailbox mailbox = cycle.mailbox();
        if (!isTime(mailbox.address()) || !tests.isEnabled(mailbox.address())) {
            return;
        }
        EmailServerProfile profile = cycle.profile();
        try {
            ownership.refuseOthers(servers.shared(profile, profile.connection(mailbox)), mailbox.ref());
        } catch (TransportException e) {
            if (!e.code().equals(Ownership.OWNED_ELSEWHERE)) {
                LOG.debug("Nobody knows now who has {}; the folders tell what is wrong", mailbox.address(), e);
                return;
            }
            stop(profile, mailbox, e);
            throw e;
        }
    }

    private boolean isTime(String mailbox) {
        Instant now = clock.instant();
        Instant before = looked.put(mailbox, now);
        if (before == null || !before.plus(AT_MOST_EVERY).isAfter(now)) {
            return true;
        }
        looked.put(mailbox, before);
        return false;
    }

    private void stop(EmailServerProfile profile, Mailbox mailbox, TransportException why) {
        for (Direction direction : Direction.values()) {
            if (mailbox.serves(direction)) {
                directions.disable(mailbox.address(), direction, why.code(), why.getMessage(), WHO);
                alerts.raise(new Alert(
                        DirectionTrouble.alertKey(mailbox.address(), direction),
                        Alert.Level.ERROR,
                        profile.name(),
                        mailbox.address(),
                        why.code(),
                        "Mailbox " + mailbox.address() + ": " + direction.label() + " is stopped: " + why.getMessage(),
                        "another installation took the mailbox over",
                        "nothing, if that was meant: take the mailbox out of the configuration here; otherwise"
                                + " exchange-sync mailboxes test-and-enable --take-over " + mailbox.address()));
            }
        }
    }
}
