package org.exchangesync.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Contact;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.Task;
import org.exchangesync.sync.RecordHead;
import org.exchangesync.sync.RecordWrite;

/**
 * All rows of one record, cleaned and cut to their columns, with the contents they refer to. A text too long for its column
 * is kept whole as a content, to which a row of {@code long_value} points.
 */
final class RecordRows {
    private final RecordWrite write;
    private final Map<String, List<Object[]>> rows = new LinkedHashMap<>();
    private final Map<String, Content> contents = new LinkedHashMap<>();

    private RecordRows(RecordWrite write) {
        this.write = write;
    }

    /** The rows of a record as they shall be. */
    static RecordRows of(RecordWrite write) {
        RecordRows rows = new RecordRows(write);
        if (write.item() instanceof Email email) {
            EmailRows.add(email, rows);
        } else if (write.item() instanceof Appointment appointment) {
            AppointmentRows.add(appointment, rows);
        } else if (write.item() instanceof Contact contact) {
            ContactRows.add(contact, rows);
        } else if (write.item() instanceof Task task) {
            TaskRows.add(task, rows);
        }
        return rows;
    }

    RecordWrite write() {
        return write;
    }

    UUID id() {
        return write.head().id();
    }

    List<Object[]> of(Table table) {
        return rows.getOrDefault(table.name(), List.of());
    }

    Collection<Content> contents() {
        return contents.values();
    }

    /** The row of the record itself. */
    Object[] record(Instant now) {
        RecordHead head = write.head();
        return Tables.RECORD.fitted(
                head.id(),
                head.kind().label(),
                StoredText.key(head.identity(), Tables.IDENTITY_LENGTH),
                head.contentDigest(),
                head.sourceMailbox(),
                head.receivedAt(),
                head.version(),
                write.warning(),
                now,
                now,
                head.gone() ? now : null);
    }

    /** Adds the row of the kind's own table; the record's id comes by itself. */
    void addMain(Table table, Object... values) {
        add(table, 0, prefixed(values, id()));
    }

    /** Adds a row to a table of which a record may have several; id and ordinal come by themselves. */
    void addChild(Table table, Object... values) {
        int ordinal = of(table).size();
        add(table, ordinal, prefixed(values, id(), ordinal));
    }

    /** Adds a row for each of several names. */
    void addNames(Table table, List<String> names) {
        names.forEach(name -> addChild(table, name));
    }

    void addAttachments(List<Attachment> attachments) {
        for (Attachment attachment : attachments) {
            addChild(
                    Tables.ATTACHMENT,
                    attachment.name(),
                    attachment.contentType(),
                    attachment.contentId(),
                    attachment.inline(),
                    attachment.content() == null ? null : attachment.content().size(),
                    digestOf(attachment.content()));
        }
    }

    /** The digest of a content, which will be stored; null for none. */
    String digestOf(Content content) {
        if (content == null) {
            return null;
        }
        contents.putIfAbsent(content.sha256(), content);
        return content.sha256();
    }

    private void add(Table table, int ordinal, Object[] row) {
        for (int i = 0; i < row.length; i++) {
            if (row[i] instanceof String text) {
                Column column = table.columns().get(i);
                String clean = StoredText.clean(text);
                if (StoredText.tooLong(clean, column.length())) {
                    keepWhole(table, column, ordinal, clean);
                }
                row[i] = clean;
            }
        }
        rows.computeIfAbsent(table.name(), t -> new ArrayList<>()).add(table.fitted(row));
    }

    private void keepWhole(Table table, Column column, int ordinal, String text) {
        String digest = digestOf(Content.of(text.getBytes(StandardCharsets.UTF_8)));
        rows.computeIfAbsent(Tables.LONG_VALUE.name(), t -> new ArrayList<>())
                .add(new Object[] {id(), table.name(), column.name(), ordinal, digest});
    }

    private static Object[] prefixed(Object[] values, Object... first) {
        Object[] row = new Object[first.length + values.length];
        System.arraycopy(first, 0, row, 0, first.length);
        System.arraycopy(values, 0, row, first.length, values.length);
        return row;
    }
}
