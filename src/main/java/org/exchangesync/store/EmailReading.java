package org.exchangesync.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Body;
import org.exchangesync.item.Content;
import org.exchangesync.item.ContentWriter;
import org.exchangesync.item.Email;
import org.exchangesync.item.Email.Recipient;
import org.exchangesync.item.Email.RecipientType;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Importance;
import org.exchangesync.item.Sensitivity;

/** Makes the mail of its rows again: the other way round than {@link EmailRows}. The original is left out. */
final class EmailReading {
    private final Jdbc jdbc;
    private final Dialect dialect;
    private final int spoolThreshold;
    private final Path spool;

    EmailReading(Jdbc jdbc, Dialect dialect, int spoolThreshold, Path spool) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        this.spoolThreshold = spoolThreshold;
        this.spool = spool;
    }

    /** The mail of a record, with our key; empty if the record has none. */
    Optional<Email> read(UUID recordId) {
        Map<String, String> whole = longValues(recordId);
        List<Attachment> attachments = new ArrayList<>();
        boolean done = false;
        try {
            Optional<Email> email = jdbc
                    .query(
                            "SELECT * FROM email WHERE record_id = ?",
                            row -> email(row, recordId, whole, attachments),
                            recordId)
                    .stream()
                    .findFirst();
            done = true;
            return email;
        } finally {
            if (!done) {
                attachments.forEach(attachment -> attachment.content().close());
            }
        }
    }

    private Email email(ResultSet row, UUID recordId, Map<String, String> whole, List<Attachment> attachments)
            throws SQLException {
        List<Recipient> recipients = new ArrayList<>();
        List<EmailAddress> replyTo = new ArrayList<>();
        jdbc.query(
                "SELECT * FROM email_recipient WHERE record_id = ? ORDER BY ordinal",
                recipient -> {
                    int ordinal = recipient.getInt("ordinal");
                    EmailAddress address = new EmailAddress(
                            whole(whole, recipient, "email_recipient", "name", ordinal),
                            whole(whole, recipient, "email_recipient", "address", ordinal));
                    String role = recipient.getString("role");
                    return role.equals("REPLY_TO")
                            ? replyTo.add(address)
                            : recipients.add(new Recipient(RecipientType.valueOf(role), address));
                },
                recordId);
        attachments(recordId, whole, attachments);
        return new Email(
                whole(whole, row, "email", "message_id", 0),
                whole(whole, row, "email", "subject", 0),
                address(row, whole, "from"),
                address(row, whole, "sender"),
                replyTo,
                recipients,
                Jdbc.instant(row, "sent_at"),
                Jdbc.instant(row, "received_at"),
                references(recordId, whole, "IN_REPLY_TO"),
                references(recordId, whole, "REFERENCES"),
                new Body(row.getString("body_text"), row.getString("body_html")),
                attachments,
                Importance.valueOf(row.getString("importance")),
                Sensitivity.valueOf(row.getString("sensitivity")),
                jdbc.query(
                        "SELECT name FROM record_category WHERE record_id = ? ORDER BY ordinal",
                        category -> category.getString(1),
                        recordId),
                whole(whole, row, "email", "conversation_index", 0),
                null,
                recordId.toString());
    }

    private static EmailAddress address(ResultSet row, Map<String, String> whole, String who) throws SQLException {
        String name = whole(whole, row, "email", who + "_name", 0);
        String address = whole(whole, row, "email", who + "_address", 0);
        return name == null && address == null ? null : new EmailAddress(name, address);
    }

    private List<String> references(UUID recordId, Map<String, String> whole, String role) {
        return jdbc.query(
                "SELECT * FROM email_reference WHERE record_id = ? AND role = ? ORDER BY ordinal",
                row -> whole(whole, row, "email_reference", "message_id", row.getInt("ordinal")),
                recordId,
                role);
    }

    private void attachments(UUID recordId, Map<String, String> whole, List<Attachment> attachments) {
        jdbc.query(
                "SELECT * FROM attachment WHERE record_id = ? ORDER BY ordinal",
                row -> {
                    int ordinal = row.getInt("ordinal");
                    String sha256 = row.getString("content_sha256");
                    return attachments.add(new Attachment(
                            whole(whole, row, "attachment", "name", ordinal),
                            whole(whole, row, "attachment", "content_type", ordinal),
                            whole(whole, row, "attachment", "content_id", ordinal),
                            row.getBoolean("is_inline"),
                            sha256 == null ? Content.of(new byte[0]) : content(sha256)));
                },
                recordId);
    }

    private Content content(String sha256) throws SQLException {
        try (ContentWriter writer = new ContentWriter(spoolThreshold, spool)) {
            if (!dialect.copyContent(jdbc, sha256, writer)) {
                throw new IllegalStateException("there is no content " + sha256 + ", which a foreign key promises");
            }
            return writer.content();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep content " + sha256 + " in " + spool, e);
        }
    }

    /** What stands in a column, or as a whole elsewhere. */
    private static String whole(Map<String, String> whole, ResultSet row, String table, String column, int ordinal)
            throws SQLException {
        String text = whole.get(table + ' ' + column + ' ' + ordinal);
        return text != null ? text : row.getString(column);
    }

    private Map<String, String> longValues(UUID recordId) {
        Map<String, String> digests = new HashMap<>();
        jdbc.query(
                "SELECT * FROM long_value WHERE record_id = ?",
                row -> digests.put(
                        row.getString("table_name") + ' ' + row.getString("column_name") + ' ' + row.getInt("ordinal"),
                        row.getString("content_sha256")),
                recordId);
        Map<String, String> texts = new HashMap<>();
        digests.forEach((where, sha256) -> texts.put(where, text(sha256)));
        return texts;
    }

    private String text(String sha256) {
        try (Content content = content(sha256)) {
            return new String(content.toByteArray(), StandardCharsets.UTF_8);
        } catch (SQLException e) {
            throw SqlFaults.of("read content " + sha256, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read content " + sha256, e);
        }
    }
}
