package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.exchangesync.sandbox.fill.SandboxData;
import org.exchangesync.sandbox.fill.SandboxData.FileReport;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.xml.Xml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxDataTest {
    private static final Path SHARED = Path.of(System.getProperty("exchangesync.test.data", "../shared/data"))
            .toAbsolutePath()
            .normalize();

    @TempDir
    Path folder;

    private SandboxServer start(SandboxData data) {
        return SandboxServer.builder()
                .mailbox("a@example.org", "A", SandboxExtension.PASSWORD)
                .mailbox("b@example.org", "B", SandboxExtension.PASSWORD)
                .mailbox("c@example.org", "C", SandboxExtension.PASSWORD)
                .serviceAccount(SandboxExtension.SERVICE, SandboxExtension.PASSWORD)
                .content(data)
                .start();
    }

    private void file(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }

    @Test
    void everyFileOfTheSharedDataBecomesItemsOrSaysWhyNot() throws IOException {
        assumeTrue(Files.isDirectory(SHARED), "skipped: there is no folder " + SHARED + " with test data from outside");
        SandboxData data = new SandboxData(SHARED);
        try (SandboxServer server = start(data)) {
            data.reports().forEach(System.out::println);
            List<String> files;
            try (Stream<Path> all = Files.walk(SHARED)) {
                files = all.map(p -> SHARED.relativize(p).toString())
                        .filter(n -> n.matches("(?i).*\\.(eml|ics|vcf)"))
                        .sorted()
                        .toList();
            }
            assertThat(data.reports().stream().map(FileReport::file)).isEqualTo(files);
            assertThat(data.reports().stream().filter(r -> r.items() == 0))
                    .allMatch(r -> !r.remark().isEmpty());
            int reported = data.reports().stream().mapToInt(FileReport::items).sum();
            int stored = 0;
            for (String mailbox : server.mailboxes()) {
                for (String name : List.of("inbox", "calendar", "contacts", "tasks")) {
                    stored += server.count(mailbox, name);
                }
            }
            assertThat(stored).isEqualTo(reported);
            everyItemIsAnsweredOrRefusedWithItsFile(server);
        }
    }

    private static void everyItemIsAnsweredOrRefusedWithItsFile(SandboxServer server) {
        for (String mailbox : server.mailboxes()) {
            SoapCaller caller = SoapCaller.impersonating(server, mailbox);
            for (String name : List.of("inbox", "calendar", "contacts", "tasks")) {
                for (StoredItem item : server.items(mailbox, name)) {
                    Xml answer = SoapCaller.message(caller.call("""
                            <m:GetItem>
                              <m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape>
                              <m:ItemIds><t:ItemId Id="%s"/></m:ItemIds>
                            </m:GetItem>""".formatted(item.id())));
                    if (item.content().damage() == null) {
                        assertThat(answer.textOf("ResponseCode")).contains("NoError");
                    } else {
                        assertThat(answer.textOf("ResponseCode"))
                                .contains(item.content().damage().code());
                        assertThat(answer.textOf("MessageText").orElse("")).containsPattern("(ics|vcf|mail)/");
                    }
                }
            }
        }
    }

    @Test
    void theSameFolderFillsTheSameMailboxes() throws IOException {
        for (int i = 0; i < 20; i++) {
            file("mail/" + i + ".eml", "From: x@example.com\r\nSubject: " + i + "\r\n\r\ntext\r\n");
        }
        SandboxData first = new SandboxData(folder);
        SandboxData second = new SandboxData(folder);
        start(first).close();
        start(second).close();
        assertThat(first.reports()).isEqualTo(second.reports());
        assertThat(first.reports().stream().map(FileReport::mailbox).distinct()).hasSize(3);
    }

    @Test
    void oneBrokenEventDoesNotCostTheOthers() throws IOException {
        file("team.ics", """
                BEGIN:VCALENDAR
                BEGIN:VEVENT
                UID:good
                SUMMARY:Good
                DTSTART:20260105T100000Z
                DTEND:20260105T110000Z
                END:VEVENT
                BEGIN:VEVENT
                UID:bad
                SUMMARY:Bad
                DTSTART:sometime
                END:VEVENT
                BEGIN:VTODO
                SUMMARY:Do it
                DUE;VALUE=DATE:20260301
                END:VTODO
                END:VCALENDAR
                """);
        SandboxData data = new SandboxData(folder);
        try (SandboxServer server = start(data)) {
            FileReport report = data.reports().get(0);
            assertThat(report.folders()).isEqualTo(Map.of("Calendar", 2, "Tasks", 1));
            assertThat(report.damaged()).isEqualTo(1);
            assertThat(report.remark()).contains("team.ics").contains("'sometime' is no date");
            assertThat(server.count(report.mailbox(), "tasks")).isEqualTo(1);
        }
    }

    @Test
    void exceptionsAreMergedIntoTheirSeries() throws IOException {
        file("series.ics", """
                BEGIN:VCALENDAR
                BEGIN:VEVENT
                UID:series
                SUMMARY:Weekly
                DTSTART;TZID=Europe/Berlin:20260302T090000
                DTEND;TZID=Europe/Berlin:20260302T100000
                RRULE:FREQ=WEEKLY;COUNT=6
                EXDATE;TZID=Europe/Berlin:20260316T090000
                END:VEVENT
                BEGIN:VEVENT
                UID:series
                RECURRENCE-ID;TZID=Europe/Berlin:20260330T090000
                SUMMARY:Weekly, later
                DTSTART;TZID=Europe/Berlin:20260330T130000
                DTEND;TZID=Europe/Berlin:20260330T140000
                END:VEVENT
                END:VCALENDAR
                """);
        SandboxData data = new SandboxData(folder);
        try (SandboxServer server = start(data)) {
            String mailbox = data.reports().get(0).mailbox();
            assertThat(server.count(mailbox, "calendar")).isEqualTo(1);
            Xml view =
                    SoapCaller.message(SoapCaller.impersonating(server, mailbox).call("""
                    <m:FindItem Traversal="Shallow">
                      <m:ItemShape><t:BaseShape>Default</t:BaseShape></m:ItemShape>
                      <m:CalendarView StartDate="2026-03-01T00:00:00Z" EndDate="2026-05-01T00:00:00Z"/>
                      <m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds>
                    </m:FindItem>"""));
            String shown = view.at("RootFolder", "Items").orElseThrow().children().stream()
                    .map(i -> i.textOf("Start").orElseThrow() + " "
                            + i.textOf("Subject").orElseThrow() + " "
                            + i.textOf("CalendarItemType").orElseThrow())
                    .collect(Collectors.joining("\n"));
            // The series keeps its local time over the change to summer time on 29 March.
            assertThat(shown).isEqualTo("""
                    2026-03-02T08:00:00Z Weekly Occurrence
                    2026-03-09T08:00:00Z Weekly Occurrence
                    2026-03-23T08:00:00Z Weekly Occurrence
                    2026-03-30T11:00:00Z Weekly, later Exception
                    2026-04-06T07:00:00Z Weekly Occurrence""");
        }
    }

    @Test
    void aRuleThatExchangeCannotExpressIsADamagedItem() throws IOException {
        file("rule.ics", """
                BEGIN:VEVENT
                DTSTART:20260131T100000Z
                RRULE:FREQ=MONTHLY;BYMONTHDAY=31
                END:VEVENT
                """);
        file("rule2.ics", """
                BEGIN:VEVENT
                DTSTART:20260105T100000Z
                RRULE:FREQ=DAILY;BYHOUR=10,15
                END:VEVENT
                """);
        file("rule3.ics", """
                BEGIN:VEVENT
                DTSTART:20260131T100000Z
                RRULE:FREQ=MONTHLY;BYMONTHDAY=-1
                END:VEVENT
                """);
        SandboxData data = new SandboxData(folder);
        start(data).close();
        assertThat(data.reports().get(0).remark()).contains("its days would not be the same");
        assertThat(data.reports().get(1).remark()).contains("patterns have no BYHOUR");
        assertThat(data.reports().get(2).damaged()).isZero();
    }

    @Test
    void mailBytesComeBackAsTheyWereWhateverTheyAre() throws IOException {
        byte[] odd = "Subject: =?x-none?Q?odd?=\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\n\u00e4\u00f6\n--"
                .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(folder.resolve("odd.eml"), odd);
        SandboxData data = new SandboxData(folder);
        try (SandboxServer server = start(data)) {
            String mailbox = data.reports().get(0).mailbox();
            String id = server.items(mailbox, "inbox").get(0).id();
            Xml item = SoapCaller.item(SoapCaller.impersonating(server, mailbox).call("""
                    <m:GetItem>
                      <m:ItemShape>
                        <t:BaseShape>IdOnly</t:BaseShape>
                        <t:IncludeMimeContent>true</t:IncludeMimeContent>
                      </m:ItemShape>
                      <m:ItemIds><t:ItemId Id="%s"/></m:ItemIds>
                    </m:GetItem>""".formatted(id)));
            assertThat(Base64.getDecoder().decode(item.textOf("MimeContent").orElseThrow()))
                    .isEqualTo(odd);
        }
    }

    @Test
    void anEmptyMailAndAnEmptyCardAreDamagedItemsNotHoles() throws IOException {
        file("empty.eml", "");
        file("empty.vcf", "");
        SandboxData data = new SandboxData(folder);
        try (SandboxServer server = start(data)) {
            assertThat(data.reports()).allMatch(r -> r.items() == 1 && r.damaged() == 1);
            String mailbox = data.reports().get(0).mailbox();
            assertThat(server.items(mailbox, "inbox").get(0).content().damage().code())
                    .isEqualTo("ErrorContentConversionFailed");
        }
    }
}
