package org.exchangesync.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.UUID;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailIdentity;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.mime.DeliveryReport;

/**
 * An item that is to be stored, with all that recognising it needs. Made before the transaction opens, because digests
 * cost time.
 *
 * @param outcome what its route said
 * @param identity by which its record is recognised, or null where only its id, our key or its content can tell
 * @param messageId normalised (mail only), or null
 * @param digest SHA-256 of the content
 * @param syncKey the record that the item names as its own, or null
 * @param report what it reports of a mail that was sent, or null
 */
record Candidate(
        ItemOutcome.Store outcome,
        String identity,
        String messageId,
        String digest,
        UUID syncKey,
        DeliveryReport report) {

    static Candidate of(ItemOutcome.Store outcome) {
        Item item = outcome.item();
        if (item instanceof Email email) {
            EmailIdentity identity = EmailIdentity.of(email);
            return new Candidate(
                    outcome, identity.key(), identity.messageId(), identity.digest(), key(item), report(email));
        }
        String uid = item instanceof Appointment appointment ? identity(appointment) : null;
        return new Candidate(outcome, uid, null, ItemJson.digest(item), key(item), null);
    }

    private static DeliveryReport report(Email email) {
        try {
            return DeliveryReport.of(email).orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException("a report of delivery can't be read here", e);
        }
    }

    private static String identity(Appointment appointment) {
        if (appointment.uid() == null || appointment.uid().isBlank()) {
            return null;
        }
        return appointment.recurrenceId() == null
                ? appointment.uid()
                : appointment.uid() + "#" + appointment.recurrenceId();
    }

    private static UUID key(Item item) {
        try {
            return item.syncKey() == null ? null : UUID.fromString(item.syncKey());
        } catch (IllegalArgumentException e) {
            return null; // somebody else wrote there: not a key of ours
        }
    }

    String itemId() {
        return outcome.change().id().id();
    }

    Item item() {
        return outcome.item();
    }

    ItemKind kind() {
        return outcome.item().kind();
    }

    Instant receivedAt() {
        return outcome.item() instanceof Email email ? email.receivedAt() : null;
    }
}
