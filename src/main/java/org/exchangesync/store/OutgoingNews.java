package org.exchangesync.store;

import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.ItemJson;
import org.exchangesync.sync.Publication;
import org.exchangesync.sync.PublishedChange;
import org.exchangesync.sync.outgoing.OutgoingMail;
import org.exchangesync.sync.outgoing.OutgoingState;

/** What other systems are told of mail that leaves: how it ended, in the transaction in which it did. */
final class OutgoingNews {
    private static final Set<OutgoingState> TOLD =
            EnumSet.of(OutgoingState.SENT, OutgoingState.FAILED, OutgoingState.UNCERTAIN, OutgoingState.CANCELLED);

    private OutgoingNews() {}

    /** Promises the publication, where the mail came into a state that somebody waits for. */
    static void promise(Jdbc jdbc, Dialect dialect, OutgoingMail before, OutgoingMail after, Instant now) {
        if (before.state() == after.state() || !TOLD.contains(after.state())) {
            return;
        }
        jdbc.update(
                "UPDATE record SET version = version + 1, updated_at = ? WHERE record_id = ?", now, after.recordId());
        long version = jdbc.query(
                        "SELECT version FROM record WHERE record_id = ?", row -> row.getLong(1), after.recordId())
                .get(0);
        new PublicationTable(jdbc, dialect)
                .promise(
                        List.of(new Publication(
                                0,
                                after.recordId(),
                                version,
                                ItemKind.EMAIL,
                                PublishedChange.OUTGOING,
                                after.mailbox(),
                                ItemJson.text(outgoing(jdbc, after)),
                                null,
                                0)),
                        now);
    }

    private static Map<String, Object> outgoing(Jdbc jdbc, OutgoingMail mail) {
        boolean sent = mail.state() == OutgoingState.SENT;
        Map<String, Object> outgoing = new LinkedHashMap<>();
        outgoing.put("state", mail.state().name());
        outgoing.put("requestKey", mail.requestKey());
        outgoing.put("messageId", mail.messageId());
        outgoing.put("sentAt", mail.sentAt());
        outgoing.put("serverReply", mail.serverReply());
        outgoing.put("code", sent ? null : mail.lastCode());
        outgoing.put("reason", sent ? null : mail.lastReason());
        outgoing.put(
                "refused",
                jdbc.query(
                        "SELECT address, reply FROM outgoing_refusal WHERE record_id = ? ORDER BY ordinal",
                        row -> {
                            Map<String, Object> refusal = new LinkedHashMap<>();
                            refusal.put("address", row.getString(1));
                            refusal.put("reply", row.getString(2));
                            return refusal;
                        },
                        mail.recordId()));
        return outgoing;
    }
}
