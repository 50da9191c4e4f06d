package org.exchangesync.store;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.exchangesync.item.EmailIdentity;
import org.exchangesync.item.mime.DeliveryReport;

/** Table {@code outgoing_report}: what mail servers report of mail that was sent. */
final class DeliveryReportTable {
    private final Jdbc jdbc;

    DeliveryReportTable(Jdbc jdbc) {
        this.jdbc = jdbc;
    }

    void put(UUID reportId, DeliveryReport report) {
        List<UUID> sent = jdbc.query(
                "SELECT o.record_id FROM outgoing_email o JOIN email e ON e.record_id = o.record_id"
                        + " WHERE e.message_key = ?",
                row -> row.getObject(1, UUID.class),
                EmailRows.messageKey(EmailIdentity.normalise(report.originalMessageId())));
        jdbc.update("DELETE FROM outgoing_report WHERE report_id = ?", reportId);
        for (UUID mail : sent) {
            List<Object[]> rows = new ArrayList<>();
            for (DeliveryReport.Recipient recipient : report.recipients()) {
                rows.add(Tables.OUTGOING_REPORT.fitted(
                        mail,
                        reportId,
                        rows.size(),
                        recipient.address(),
                        recipient.action(),
                        recipient.status(),
                        recipient.diagnostic()));
            }
            jdbc.insert(Tables.OUTGOING_REPORT, rows);
        }
    }
}
