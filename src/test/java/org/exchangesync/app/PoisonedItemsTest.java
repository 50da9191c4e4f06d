package org.exchangesync.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.exchangesync.item.ItemKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Items made to take all memory or all time, through the whole program in a process with 128 MB of heap: each ends as a
 * record or as a dead letter, those beside it in its page are taken, and nothing stays behind on the disk.
 */
class PoisonedItemsTest {
    private static final int MIB = 1 << 20;
    private static final Duration SOON = Duration.ofMinutes(4);
    private static final String PROFILES = """
            profiles:
              - name: office
                incomingServerLocation: %s
                username: svc
                password: "{{env:NO_SUCH_VARIABLE:secret}}"
                allowPlainHttp: true
            mailboxes:
              - address: anna@example.org
                profile: office
            """;

    @TempDir
    Path folder;

    @Test
    void eachEndsAsARecordOrADeadLetterAndItsNeighboursAreTaken() throws Exception {
        try (PoisonServer server = poisoned();
                ProgramProcess program = ProgramProcess.start(
                        folder.resolve("log"),
                        128,
                        Map.of(
                                "exchangesync.config", config(server).toString(),
                                "exchangesync.dataFolder",
                                        folder.resolve("data").toString(),
                                "exchangesync.database.url", database(),
                                "exchangesync.once", "true"))) {
            Instant begin = Instant.now();
            assertThat(program.exitCode(SOON)).as(program.said()).isZero();
            System.out.println("poisoned items took "
                    + Duration.between(begin, Instant.now()).toSeconds() + " s");

            assertThat(program.said()).doesNotContain("OutOfMemoryError");
            assertThat(query("select item_id || ' ' || code from dead_letter order by item_id"))
                    .containsExactly(
                            "calendar-2-attendees LimitExceeded",
                            "calendar-3-body LimitExceeded",
                            "inbox-4-recipients MimeLimitExceeded",
                            "inbox-5-header MimeLimitExceeded",
                            "inbox-6-header-of-a-part MimeLimitExceeded",
                            "inbox-7-parts MimeLimitExceeded");
            assertThat(query("select item_id from link order by item_id"))
                    .containsExactly(
                            "calendar-1-plain",
                            "calendar-4-plain",
                            "inbox-1-plain",
                            "inbox-2-zip-bomb",
                            "inbox-3-body",
                            "inbox-8-nested-mails",
                            "inbox-9-nested-parts",
                            "inbox-9-plain");
            try (Stream<Path> left = Files.list(folder.resolve("data/spool"))) {
                assertThat(left).as("spool files").isEmpty();
            }
        }
    }

    private static PoisonServer poisoned() throws IOException {
        byte[] bomb = bomb();
        return new PoisonServer()
                .with(ItemKind.EMAIL, "inbox-1-plain", mail("1", "Hello"))
                .with(ItemKind.EMAIL, "inbox-2-zip-bomb", out -> {
                    line(out, mail("2", "").strip());
                    line(out, "Content-Type: application/zip; name=bomb.zip");
                    line(out, "Content-Encoding: gzip");
                    line(out, "Content-Transfer-Encoding: base64");
                    line(out, "");
                    out.write(Base64.getMimeEncoder().encode(bomb));
                })
                .with(ItemKind.EMAIL, "inbox-3-body", out -> {
                    line(out, mail("3", ""));
                    repeat(out, "A line of a text that has no end.\r\n", 200 * MIB);
                })
                .with(ItemKind.EMAIL, "inbox-4-recipients", out -> {
                    out.write("To: a@example.org".getBytes(US_ASCII));
                    for (int i = 0; i < 100_000; i++) {
                        out.write((",\r\n r" + i + "@x.se").getBytes(US_ASCII));
                    }
                    line(out, "");
                    line(out, mail("4", "Hello, all"));
                })
                .with(ItemKind.EMAIL, "inbox-5-header", out -> {
                    repeat(out, "X-Spam: 0123456789\r\n", 10 * MIB);
                    line(out, mail("5", "Hello"));
                })
                .with(ItemKind.EMAIL, "inbox-6-header-of-a-part", out -> {
                    line(out, mail("6", "").strip());
                    line(out, "Content-Type: multipart/mixed; boundary=b");
                    line(out, "");
                    line(out, "--b");
                    out.write("X-Long: ".getBytes(US_ASCII));
                    repeat(out, "x", 10 * MIB);
                })
                .with(ItemKind.EMAIL, "inbox-7-parts", out -> {
                    line(out, mail("7", "").strip());
                    line(out, "Content-Type: multipart/mixed; boundary=b");
                    line(out, "");
                    repeat(out, "--b\r\n\r\nx\r\n", 2 * MIB);
                })
                .with(ItemKind.EMAIL, "inbox-8-nested-mails", out -> {
                    for (int i = 0; i < 1000; i++) {
                        line(out, mail("8-" + i, "").strip());
                        line(out, "Content-Type: message/rfc822");
                        line(out, "");
                    }
                    line(out, mail("8", "bottom"));
                })
                .with(ItemKind.EMAIL, "inbox-9-nested-parts", out -> {
                    line(out, mail("9", "").strip());
                    for (int i = 0; i < 1000; i++) {
                        line(out, "Content-Type: multipart/mixed; boundary=b" + i + "x");
                        line(out, "");
                        line(out, "--b" + i + "x");
                    }
                    line(out, "\r\nbottom");
                })
                .with(ItemKind.EMAIL, "inbox-9-plain", mail("10", "Hello"))
                .with(ItemKind.APPOINTMENT, "calendar-1-plain", appointment("1", ""))
                .with(ItemKind.APPOINTMENT, "calendar-2-attendees", out -> {
                    out.write(appointment("2", "<t:RequiredAttendees>").getBytes(US_ASCII));
                    for (int i = 0; i < 100_000; i++) {
                        out.write(("<t:Attendee><t:Mailbox><t:Name>A</t:Name><t:EmailAddress>a" + i
                                        + "@x.se</t:EmailAddress></t:Mailbox></t:Attendee>")
                                .getBytes(US_ASCII));
                    }
                    out.write("</t:RequiredAttendees>".getBytes(US_ASCII));
                })
                .with(ItemKind.APPOINTMENT, "calendar-3-body", out -> {
                    out.write("<t:Body BodyType=\"Text\">".getBytes(US_ASCII));
                    repeat(out, "A line of a text that has no end.\n", 200 * MIB);
                    out.write(("</t:Body>" + appointment("3", "")).getBytes(US_ASCII));
                })
                .with(ItemKind.APPOINTMENT, "calendar-4-plain", appointment("4", ""));
    }

    private static String mail(String number, String text) {
        return "From: b@example.org\r\nSubject: Mail " + number + "\r\nMessage-ID: <" + number
                + "@example.org>\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\n\r\n" + text;
    }

    private static String appointment(String number, String more) {
        return "<t:Subject>Appointment " + number + "</t:Subject><t:UID>uid-" + number
                + "</t:UID><t:Start>2026-03-02T09:00:00Z</t:Start><t:End>2026-03-02T10:00:00Z</t:End>" + more;
    }

    /** A few hundred kilobytes that unpack to more than the program's memory. */
    private static byte[] bomb() throws IOException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("zeros"));
            byte[] zeros = new byte[MIB];
            for (int i = 0; i < 256; i++) {
                zip.write(zeros);
            }
        }
        return bytes.toByteArray();
    }

    private static void line(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(US_ASCII));
    }

    private static void repeat(OutputStream out, String text, int bytes) throws IOException {
        byte[] block = text.repeat(8192 / text.length()).getBytes(US_ASCII);
        for (int written = 0; written < bytes; written += block.length) {
            out.write(block);
        }
    }

    private Path config(PoisonServer server) throws IOException {
        return Files.writeString(folder.resolve("profiles.yaml"), PROFILES.formatted(server.url()));
    }

    private String database() {
        return "jdbc:h2:file:" + folder.resolve("db").toAbsolutePath();
    }

    private List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(database(), "sa", "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
