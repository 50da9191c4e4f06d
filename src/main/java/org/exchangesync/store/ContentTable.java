package org.exchangesync.store;

import java.io.IOException;
import java.io.InputStream;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.exchangesync.item.Content;
import org.exchangesync.sync.StoreException;

/**
 * Bytes by their digest, each once: originals, attachments, and texts too long for their column. Inserted in the order of
 * their digests, so that workers that bring the same mails wait for each other rather than for ever.
 */
final class ContentTable {
    private static final String INSERT = "INSERT INTO content (sha256, size, bytes) VALUES (?, ?, ?)";

    /** The most bytes that wait in a batch. */
    private static final long BATCH_BYTES = 8L * 1024 * 1024;

    private final Jdbc jdbc;
    private final Dialect dialect;

    ContentTable(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        this.dialect = dialect;
    }

    /** Contents in portions of so many bytes; one that is larger is a portion of its own. */
    static List<List<Content>> portions(Collection<Content> contents, long most) {
        List<List<Content>> portions = new ArrayList<>();
        List<Content> portion = new ArrayList<>();
        long bytes = 0;
        for (Content content : contents) {
            if (!portion.isEmpty() && bytes + content.size() > most) {
                portions.add(portion);
                portion = new ArrayList<>();
                bytes = 0;
            }
            portion.add(content);
            bytes += content.size();
        }
        if (!portion.isEmpty()) {
            portions.add(portion);
        }
        return portions;
    }

    /** Inserts those that aren't there. */
    void add(Collection<Content> contents) {
        Map<String, Content> missing = new TreeMap<>();
        contents.forEach(content -> missing.put(content.sha256(), content));
        missing.keySet().removeAll(there(missing.keySet()));
        if (missing.isEmpty()) {
            return;
        }
        jdbc.beginToWrite();
        try (PreparedStatement statement = jdbc.connection().prepareStatement(INSERT + dialect.unlessThere())) {
            insert(statement, missing);
        } catch (SQLException e) {
            throw SqlFaults.of("insert into content", e);
        } catch (IOException e) {
            throw new StoreException("cannot read spooled content: " + e.getMessage(), e);
        }
    }

    private void insert(PreparedStatement statement, Map<String, Content> contents) throws SQLException, IOException {
        long waiting = 0;
        for (Map.Entry<String, Content> entry : contents.entrySet()) {
            Content content = entry.getValue();
            if (waiting > 0 && waiting + content.size() > BATCH_BYTES) {
                statement.executeBatch();
                waiting = 0;
            }
            statement.setString(1, entry.getKey());
            statement.setLong(2, content.size());
            if (content.isSpooled()) {
                try (InputStream bytes = content.open()) {
                    statement.setBinaryStream(3, bytes, content.size());
                    statement.addBatch();
                    statement.executeBatch();
                }
                waiting = 0;
            } else {
                statement.setBytes(3, content.toByteArray());
                statement.addBatch();
                waiting += content.size();
            }
        }
        statement.executeBatch();
    }

    private Set<String> there(Set<String> digests) {
        return new HashSet<>(
                jdbc.queryByKeys("SELECT sha256 FROM content WHERE sha256 = ANY(?)", row -> row.getString(1), digests));
    }
}
