package org.exchangesync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exchangesync.store.SampleItems.content;
import static org.exchangesync.store.SampleItems.email;
import static org.exchangesync.store.SampleItems.insert;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSetMetaData;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Body;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sync.RecordWrite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That everything an item has stands in a column, whatever it is. */
abstract class RecordColumnsContract extends StoreFixture {

    @Test
    void aMailStandsInItsColumns() {
        RecordWrite write = write(email("Hello"));
        Content original = content("Subject: Hello\r\n\r\nplain");
        assertRows(
                "record",
                "content_digest=" + write.head().contentDigest() + ", created_at=2026-03-01T10:00Z, gone_at=null,"
                        + " identity=me, kind=email, received_at=2026-03-01T00:00:02.123456Z, record_id="
                        + write.head().id() + ", source_mailbox=anna@example.org, updated_at=2026-03-01T10:00Z,"
                        + " version=1, warning=look");
        assertRows(
                "email",
                "body_html=<p>html</p>, body_text=plain 😀, conversation_index=AQHX, from_address=anna@example.org,"
                        + " from_name=Anna Ångström, importance=HIGH, message_id=<1@example.org>,"
                        + " message_key=1@example.org, original_sha256=" + original.sha256()
                        + ", received_at=2026-03-01T00:00:02.123456Z, sender_address=bert@example.org,"
                        + " sender_name=null, sensitivity=CONFIDENTIAL, sent_at=2026-02-28T23:59:59Z, subject=Hello");
        assertRows(
                "email_recipient",
                "address=bert@example.org, name=null, ordinal=0, role=TO",
                "address=null, name=Only a name, ordinal=1, role=CC",
                "address=office@example.org, name=Office, ordinal=2, role=REPLY_TO");
        assertRows(
                "email_reference",
                "message_id=<0@example.org>, message_key=0@example.org, ordinal=0, role=IN_REPLY_TO",
                "message_id=<00@example.org>, message_key=00@example.org, ordinal=1, role=REFERENCES",
                "message_id=<0@example.org>, message_key=0@example.org, ordinal=2, role=REFERENCES");
        assertRows("record_category", "name=Blue, ordinal=0", "name=Red, ordinal=1");
        assertRows(
                "attachment",
                "content_id=cid1, content_sha256=" + content("png").sha256()
                        + ", content_type=image/png, is_inline=true, name=a.png, ordinal=0, size=3",
                "content_id=null, content_sha256=" + content("notes").sha256()
                        + ", content_type=text/plain, is_inline=false, name=null, ordinal=1, size=5");
        assertThat(copied(original.sha256())).asString(StandardCharsets.UTF_8).isEqualTo("Subject: Hello\r\n\r\nplain");
    }

    @Test
    void anAppointmentStandsInItsColumns() {
        write(SampleItems.appointment());
        assertRows(
                "appointment",
                "all_day=false, body_html=<b>agenda</b>, body_text=agenda, cancelled=true,"
                        + " end_at=2026-04-01T09:00Z, importance=LOW, location=Room 1, my_response=ORGANIZER,"
                        + " organizer_address=anna@example.org, organizer_name=Anna Ångström,"
                        + " recurrence_id=2026-04-01T08:00Z,"
                        + " recurrence_rule=FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=MO;COUNT=10,"
                        + " recurrence_start=2026-04-01, reminder_minutes=15, sensitivity=PRIVATE, show_as=TENTATIVE,"
                        + " start_at=2026-04-01T08:00Z, subject=Review, time_zone=Europe/Stockholm, uid=uid-1");
        assertRows(
                "appointment_attendee",
                "address=bert@example.org, name=null, ordinal=0, responded_at=2026-04-01T07:59Z, response=ACCEPTED,"
                        + " role=OPTIONAL");
        assertRows(
                "appointment_exception",
                "end_at=2026-04-08T10:00Z, location=Room 2, ordinal=0, original_start=2026-04-08T08:00Z,"
                        + " start_at=2026-04-08T09:00Z, subject=Moved");
        assertRows("appointment_deleted_occurrence", "ordinal=0, original_start=2026-04-15T08:00Z");
        assertRows("record_category", "name=Green, ordinal=0");
        assertThat(value("SELECT name FROM attachment")).isEqualTo("plan.pdf");
    }

    @Test
    void aContactStandsInItsColumns() {
        write(SampleItems.contact());
        assertRows(
                "contact",
                "assistant_name=Ida, birthday=1980-02-29, business_home_page=https://example.org,"
                        + " company_name=Cruz AG, department=Sales, display_name=Dr. Carla Maria Cruz III,"
                        + " file_as=Cruz, Carla, given_name=Carla, initials=CMC, job_title=Head, mailing_address=HOME,"
                        + " manager=Max, middle_name=Maria, name_prefix=Dr., nickname=Caz, notes_html=<i>note</i>, notes_text=note,"
                        + " office_location=B 12, profession=Engineer, sensitivity=PERSONAL, spouse_name=Sam,"
                        + " suffix=III, surname=Cruz, wedding_anniversary=2005-06-01");
        assertRows(
                "contact_email",
                "address=carla@example.org, name=Carla, ordinal=0",
                "address=bert@example.org, name=null, ordinal=1");
        assertRows(
                "contact_phone",
                "number=+46 2, ordinal=0, slot=BUSINESS_PHONE",
                "number=+46 1, ordinal=1, slot=MOBILE_PHONE");
        assertRows(
                "contact_address",
                "city=Lund, country=Sweden, ordinal=0, postal_code=22100, slot=HOME, state=Skåne, street=Street 1");
        assertRows("contact_im_address", "name=carla@im, ordinal=0");
        assertRows("contact_child", "name=Kim, ordinal=0", "name=Lee, ordinal=1");
        assertRows("record_category", "name=VIP, ordinal=0");
        assertThat(value("SELECT name FROM attachment")).isEqualTo("photo.jpg");
    }

    @Test
    void aTaskStandsInItsColumns() {
        write(SampleItems.task());
        assertRows(
                "task",
                "actual_work_minutes=30, body_html=<p>text</p>, body_text=text, completed_at=2026-02-28T23:59:59Z,"
                        + " due_date=2026-01-31, importance=NORMAL, owner=Dora, percent_complete=40,"
                        + " recurrence_regenerating=true,"
                        + " recurrence_rule=FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=MO;COUNT=10,"
                        + " recurrence_start=2026-04-01, reminder_at=2026-03-01T00:00:02.123456Z, sensitivity=NORMAL,"
                        + " start_date=2026-01-01, status=WAITING_ON_OTHERS, subject=Call, total_work_minutes=90");
        assertRows("task_company", "name=Cruz AG, ordinal=0", "name=Dahl AB, ordinal=1");
        assertRows("record_category", "name=Yellow, ordinal=0");
        assertThat(value("SELECT name FROM attachment")).isEqualTo("list.txt");
    }

    @Test
    void theColumnsOfTheCodeAreThoseOfTheDatabase() {
        for (Table table : allTables()) {
            List<Column> there = transactions().run(jdbc -> columns(jdbc, table.name()));
            for (Column column : table.columns()) {
                Column real = there.stream()
                        .filter(c -> c.name().equals(column.name()))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(table.name() + " has no column " + column.name()));
                assertThat(real.isText()).as(table.name() + "." + column.name()).isEqualTo(column.isText());
                if (column.length() > 0) {
                    assertThat(real.length())
                            .as(table.name() + "." + column.name())
                            .isEqualTo(column.length());
                }
            }
        }
        // a record's tables are written whole
        for (ItemKind kind : ItemKind.values()) {
            for (Table table : Tables.of(kind)) {
                assertThat(transactions().run(jdbc -> columns(jdbc, table.name())).stream()
                                .map(Column::name)
                                .collect(Collectors.toSet()))
                        .as(table.name())
                        .isEqualTo(table.columns().stream().map(Column::name).collect(Collectors.toSet()));
            }
        }
    }

    @Test
    void whatDatabasesDoNotTakeAsTextIsReplaced() {
        write(withText("a\0b", "\uD83D", "\uDE00 and 😀 end\uD83D", "ok"));
        assertThat(value("SELECT subject FROM email")).isEqualTo("a\uFFFDb");
        assertThat(value("SELECT body_text FROM email")).isEqualTo("\uFFFD");
        assertThat(value("SELECT body_html FROM email")).isEqualTo("\uFFFD and 😀 end\uFFFD");
    }

    @Test
    void aTextTooLongForItsColumnIsCutAndKeptWhole() {
        String subject = "x".repeat(999) + "😀".repeat(5_000_000);
        String name = "n".repeat(501);
        write(withText(subject, "t".repeat(3_000_000), null, name));
        // cut before the pair that would not fit whole
        assertThat(value("SELECT subject FROM email")).isEqualTo("x".repeat(999));
        assertThat(value("SELECT body_text FROM email")).hasSize(3_000_000);
        assertThat(value("SELECT name FROM email_recipient WHERE ordinal = 1")).hasSize(500);
        assertThat(values("SELECT column_name FROM long_value ORDER BY column_name"))
                .containsExactly("name", "subject");
        assertThat(value("SELECT ordinal FROM long_value WHERE table_name = 'email_recipient'"))
                .isEqualTo("1");
        String whole = value("SELECT content_sha256 FROM long_value WHERE column_name = 'subject'");
        assertThat(copied(whole)).isEqualTo(subject.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aContentIsKeptOnce() {
        write(email("Hello"));
        write("me too", email("Hello"));
        assertThat(value("SELECT COUNT(*) FROM email")).isEqualTo("2");
        assertThat(value("SELECT COUNT(*) FROM content")).isEqualTo("3");
    }

    @Test
    void contentsMayGoAheadOfTheirRecords() {
        Email mail = email("Hello");
        List<Content> contents = List.of(
                mail.original(), content("x".repeat(6_000_000)), content("y".repeat(6_000_000)), content("png"));
        store.keep(contents);
        store.keep(contents);
        write(mail);
        assertThat(copied(mail.original().sha256()))
                .hasSize((int) mail.original().size());
        assertThat(values(
                        "SELECT size FROM content WHERE sha256 = ?",
                        content("png").sha256()))
                .containsExactly("3");
    }

    @Test
    void largeContentsGoInAndOutAsStreams(@TempDir Path folder) throws IOException {
        // more than the heap that the copy could need, if it were held in memory twice
        byte[] block = new byte[1024 * 1024];
        new java.util.Random(7).nextBytes(block);
        Path spool = folder.resolve("large");
        try (OutputStream out = Files.newOutputStream(spool)) {
            for (int i = 0; i < 40; i++) {
                out.write(block);
            }
            out.write(1);
        }
        try (Content large = Content.spooled(spool)) {
            write(withAttachment(large));
            assertThat(value("SELECT size FROM content WHERE sha256 = ?", large.sha256()))
                    .isEqualTo(String.valueOf(40L * 1024 * 1024 + 1));
            Path back = folder.resolve("back");
            try (OutputStream out = Files.newOutputStream(back)) {
                assertThat(database.records().copyContent(large.sha256(), out)).isTrue();
            }
            assertThat(Files.mismatch(spool, back)).isEqualTo(-1);
        }
    }

    @Test
    void anEmptyContentIsAContent() {
        write(withAttachment(content("")));
        assertThat(copied(content("").sha256())).isEmpty();
    }

    // ── help ────────────────────────────────────────────────────────────────────────────────────────────────────────

    private static List<Table> allTables() {
        return Stream.concat(
                        Stream.of(
                                Tables.RECORD,
                                Tables.LINK,
                                Tables.PARKED_DELETE,
                                Tables.DEAD_LETTER,
                                Tables.REMOTE_ACTION,
                                Tables.PUBLICATION),
                        Stream.of(ItemKind.values()).flatMap(kind -> Tables.of(kind).stream()))
                .distinct()
                .toList();
    }

    private RecordWrite write(Item item) {
        return write("me", item);
    }

    private RecordWrite write(String identity, Item item) {
        RecordWrite plain = insert(identity, item);
        RecordWrite write = new RecordWrite(plain.head(), item, "look");
        commit(tx -> assertThat(tx.write(List.of(write))).isEmpty());
        return write;
    }

    private static Email withText(String subject, String text, String html, String name) {
        Email sample = email("x");
        return new Email(
                null,
                subject,
                null,
                null,
                List.of(),
                List.of(
                        sample.recipients().get(0),
                        new Email.Recipient(Email.RecipientType.TO, new EmailAddress(name, "a@example.org"))),
                null,
                null,
                List.of(),
                List.of(),
                new Body(text, html),
                List.of(),
                sample.importance(),
                sample.sensitivity(),
                List.of(),
                null,
                null,
                null);
    }

    private static Email withAttachment(Content content) {
        Email sample = email("x");
        return new Email(
                null,
                "with attachment",
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                Body.EMPTY,
                List.of(new Attachment("a", "application/octet-stream", null, false, content)),
                sample.importance(),
                sample.sensitivity(),
                List.of(),
                null,
                null,
                null);
    }

    private byte[] copied(String sha256) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(database.records().copyContent(sha256, bytes)).isTrue();
        return bytes.toByteArray();
    }

    /** All rows of a table, each as {@code column=value} sorted by column; the record's id only where it is the table's. */
    private void assertRows(String table, String... expected) {
        List<String> rows = transactions()
                .run(jdbc -> jdbc.query(
                        "SELECT * FROM " + table + (hasOrdinal(jdbc, table) ? " ORDER BY ordinal" : ""), row -> {
                            Map<String, String> values = new TreeMap<>();
                            ResultSetMetaData columns = row.getMetaData();
                            for (int i = 1; i <= columns.getColumnCount(); i++) {
                                String name = columns.getColumnName(i).toLowerCase(Locale.ROOT);
                                boolean time = Set.of(Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE)
                                        .contains(columns.getColumnType(i));
                                Object value = time ? row.getObject(i, OffsetDateTime.class) : row.getObject(i);
                                if (table.equals("record") || !name.equals("record_id")) {
                                    values.put(name, String.valueOf(value));
                                }
                            }
                            return values.entrySet().stream()
                                    .map(Object::toString)
                                    .collect(Collectors.joining(", "));
                        }));
        assertThat(rows).as(table).containsExactly(expected);
    }

    private static boolean hasOrdinal(Jdbc jdbc, String table) {
        return columns(jdbc, table).stream().anyMatch(column -> column.name().equals("ordinal"));
    }

    private static List<Column> columns(Jdbc jdbc, String table) {
        return jdbc.query(
                "SELECT LOWER(column_name) AS name, data_type, character_maximum_length FROM information_schema.columns"
                        + " WHERE LOWER(table_name) = ?",
                row -> new Column(
                        row.getString(1),
                        row.getString(2).toLowerCase(Locale.ROOT).matches("text|character.*") ? Types.VARCHAR : 0,
                        row.getInt(3)),
                table);
    }
}
