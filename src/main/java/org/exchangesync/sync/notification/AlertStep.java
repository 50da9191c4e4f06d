package org.exchangesync.sync.notification;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.exchangesync.alert.Alert;
import org.exchangesync.alert.AlertStore.StoredAlert;
import org.exchangesync.profile.LiveProfiles;
import org.exchangesync.profile.Profiles;
import org.exchangesync.sync.ItemJson;
import org.exchangesync.sync.outbox.OwedStep;
import org.exchangesync.sync.outbox.OwedStore;

/**
 * The bean {@code alerts} of the routes: sends each new alert once by mail, or as JSON to another system; at least once, with
 * a key.
 */
public final class AlertStep extends OwedStep<StoredAlert> {
    private static final int LONGEST_SUBJECT = 150;

    private final LiveProfiles profiles;
    private final Settings settings;

    /**
     * How alerts are sent.
     *
     * @param asMail as the text of a mail rather than as JSON
     * @param to who gets what concerns nobody's mailbox or profile, or those without owners; empty for nobody
     */
    public record Settings(boolean asMail, String to) {}

    /**
     * @param lease how long a claim holds
     */
    public AlertStep(
            OwedStore<StoredAlert> store, LiveProfiles profiles, Settings settings, Duration lease, Clock clock) {
        super("alerts", "Alerts", store, StoredAlert::id, lease, clock);
        this.profiles = profiles;
        this.settings = settings;
    }

    @Override
    protected void write(StoredAlert stored, Exchange exchange) {
        Alert alert = stored.alert();
        Message message = exchange.getMessage();
        message.setHeader("key", "alert-" + stored.id());
        message.setHeader("level", alert.level().name());
        message.setHeader("To", recipients(alert));
        message.setHeader("Subject", subject(alert));
        if (settings.asMail()) {
            message.setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=UTF-8");
            message.setBody(text(stored));
        } else {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            message.setBody(ItemJson.text(document(stored)));
        }
    }

    /** Whether there is anybody to send it to; other systems need no address. */
    public boolean hasRecipient(Exchange exchange) {
        return !settings.asMail()
                || !exchange.getMessage().getHeader("To", "", String.class).isEmpty();
    }

    /** The mailbox's owner hears of its troubles, the profile's owner of errors of mailboxes and all of the profile. */
    private String recipients(Alert alert) {
        Set<String> to = new LinkedHashSet<>();
        Profiles current = profiles.current();
        if (alert.mailbox() != null && current.has(alert.mailbox())) {
            to.add(current.mailbox(alert.mailbox()).owner());
        }
        if (alert.profile() != null && (alert.mailbox() == null || alert.level() == Alert.Level.ERROR)) {
            current.profiles().stream()
                    .filter(profile -> profile.name().equals(alert.profile()))
                    .forEach(profile -> to.add(profile.owner()));
        }
        to.remove(null);
        return to.isEmpty() ? settings.to() : String.join(", ", to);
    }

    /** On one line: a text of a stranger's may not add headers. */
    private static String subject(Alert alert) {
        String about =
                alert.mailbox() != null ? alert.mailbox() : alert.profile() != null ? alert.profile() : alert.key();
        String subject = ("Exchange Sync " + alert.level().name().toLowerCase(Locale.ROOT) + ": " + about + ": "
                        + alert.text())
                .replaceAll("\\p{Cntrl}+", " ");
        return subject.length() <= LONGEST_SUBJECT ? subject : subject.substring(0, LONGEST_SUBJECT - 1) + "…";
    }

    private static String text(StoredAlert stored) {
        Alert alert = stored.alert();
        StringBuilder text = new StringBuilder(alert.text()).append("\n\n");
        line(text, "Likely cause", alert.cause());
        line(text, "What to do", alert.cure());
        line(text, "Profile", alert.profile());
        line(text, "Mailbox", alert.mailbox());
        line(text, "Code", alert.code());
        line(text, "Since", stored.firstSeen());
        return text.append("\nexchange-sync alerts list  tells what is open; this one has the number ")
                .append(stored.id())
                .append(".\n")
                .toString();
    }

    private static void line(StringBuilder text, String name, Object value) {
        if (value != null) {
            text.append(name).append(": ").append(value).append('\n');
        }
    }

    private static Map<String, Object> document(StoredAlert stored) {
        Alert alert = stored.alert();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", stored.id());
        document.put("key", alert.key());
        document.put("level", alert.level());
        document.put("profile", alert.profile());
        document.put("mailbox", alert.mailbox());
        document.put("code", alert.code());
        document.put("text", alert.text());
        document.put("cause", alert.cause());
        document.put("cure", alert.cure());
        document.put("occurrences", stored.occurrences());
        document.put("firstSeen", stored.firstSeen());
        document.put("lastSeen", stored.lastSeen());
        return document;
    }
}
