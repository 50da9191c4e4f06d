package org.exchangesync.app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/** A business system that hands in mail by SQL, as docs/outgoing.md says. */
public final class Outbox {
    private final String url;
    private final String user;
    private final String password;

    /** Of this database. */
    public Outbox(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** A mail with a text that waits to be sent. */
    public UUID put(String mailbox, String subject, String... to) {
        return putText(mailbox, subject, "Hello.", to);
    }

    /** With that text. */
    public UUID putText(String mailbox, String subject, String text, String... to) {
        UUID id = UUID.randomUUID();
        run(
                "INSERT INTO record (record_id, kind, identity, content_digest, source_mailbox, version, created_at, updated_at)"
                        + " VALUES (?, 'email', ?, '', ?, 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)",
                id,
                "outgoing:" + id,
                mailbox);
        run(
                "INSERT INTO email (record_id, subject, body_text, importance, sensitivity)"
                        + " VALUES (?, ?, ?, 'NORMAL', 'NORMAL')",
                id,
                subject,
                text);
        for (int i = 0; i < to.length; i++) {
            run("INSERT INTO email_recipient (record_id, ordinal, role, address) VALUES (?, ?, 'TO', ?)", id, i, to[i]);
        }
        run("INSERT INTO outgoing_email (record_id, state, mailbox) VALUES (?, 'PENDING_SEND', ?)", id, mailbox);
        return id;
    }

    /** Any statement. */
    public void run(String sql, Object... values) {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
