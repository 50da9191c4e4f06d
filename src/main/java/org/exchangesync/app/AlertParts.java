package org.exchangesync.app;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.util.URISupport;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.AlertStore;
import org.exchangesync.alert.Alerts;
import org.exchangesync.check.Installation;
import org.exchangesync.profile.LiveProfiles;
import org.exchangesync.store.JdbcDatabase;
import org.exchangesync.sync.MailboxSchedule;
import org.exchangesync.sync.notification.AlertStep;
import org.exchangesync.sync.notification.OwnerNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How people are told of alerts. */
final class AlertParts {
    private static final String OFF = "off";
    private static final Logger LOG = LoggerFactory.getLogger(AlertParts.class);

    private AlertParts() {}

    static Alerts alerts(CamelContext context, JdbcDatabase database) {
        return new Alerts(database.alerts(), target(context).equals(OFF) ? null : level(context));
    }

    private static Alert.Level level(CamelContext context) {
        String text = text(context, "exchangesync.alerts.level", "WARNING");
        for (Alert.Level level : Alert.Level.values()) {
            if (level.name().equalsIgnoreCase(text)) {
                return level;
            }
        }
        throw new IllegalArgumentException(
                "property exchangesync.alerts.level is '" + text + "'; information, warning or error is wanted");
    }

    static void bind(
            CamelContext context,
            JdbcDatabase database,
            LiveProfiles profiles,
            MailboxSchedule schedule,
            Alerts alerts,
            Duration lease,
            Clock clock) {
        String target = target(context);
        String to = text(context, "exchangesync.alerts.to", "");
        boolean asMail = target.startsWith("smtp");
        if (asMail && to.isEmpty()) {
            LOG.warn(
                    "Alerts of mailboxes and profiles without owners are sent to nobody by {}: name somebody by"
                            + " exchangesync.alerts.to",
                    URISupport.sanitizeUri(target));
        }
        context.getRegistry()
                .bind(
                        "alerts",
                        new AlertStep(
                                database.alertOutbox(), profiles, new AlertStep.Settings(asMail, to), lease, clock));
        context.getRegistry()
                .bind(
                        "owners",
                        new OwnerNotification(profiles, schedule, database.alerts(), alerts, rule(context), clock));
    }

    private static OwnerNotification.Rule rule(CamelContext context) {
        return new OwnerNotification.Rule(
                DeadLetterParts.number(
                        context, "exchangesync.notification.percent", OwnerNotification.Rule.DEFAULT.percent()),
                Duration.ofMinutes(DeadLetterParts.number(context, "exchangesync.notification.window", (int)
                        OwnerNotification.Rule.DEFAULT.window().toMinutes())),
                DeadLetterParts.number(
                        context, "exchangesync.notification.least", OwnerNotification.Rule.DEFAULT.least()));
    }

    /** The way that alerts go, for the doctor; empty where they are sent to nobody. */
    static Optional<Installation.AlertWay> way(CamelContext context, JdbcDatabase database) {
        String target = target(context);
        boolean sent = !target.startsWith("smtp")
                || !text(context, "exchangesync.alerts.to", "").isEmpty();
        return target.equals(OFF)
                ? Optional.empty()
                : Optional.of(new TestAlert(database.alerts(), URISupport.sanitizeUri(target), sent));
    }

    /**
     * An alert that says nothing but that alerts arrive.
     *
     * @param hasRecipient whether it is sent to somebody
     */
    private record TestAlert(AlertStore store, String target, boolean hasRecipient) implements Installation.AlertWay {
        private static final String KEY = "test of the way of alerts";

        @Override
        public void send() {
            store.resolve(KEY); // a test that was broken off may have left one
            store.raise(
                    new Alert(
                            KEY,
                            Alert.Level.INFORMATION,
                            null,
                            null,
                            null,
                            "This is a test of the way that alerts go; nothing is wrong.",
                            "somebody ran exchange-sync doctor --write",
                            null),
                    true);
        }

        @Override
        public boolean arrived() {
            return !store.isToBeSent(KEY);
        }

        @Override
        public void close() {
            store.resolve(KEY);
        }
    }

    private static String target(CamelContext context) {
        return text(context, "send-alert.to", OFF);
    }

    private static String text(CamelContext context, String name, String otherwise) {
        return context.getPropertiesComponent()
                .resolveProperty(name)
                .map(context::resolvePropertyPlaceholders)
                .filter(value -> !value.isBlank())
                .map(String::strip)
                .orElse(otherwise);
    }
}
