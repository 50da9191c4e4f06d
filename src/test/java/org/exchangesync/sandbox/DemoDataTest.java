package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.exchangesync.sandbox.fill.DemoData;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.xml.Xml;
import org.junit.jupiter.api.Test;

class DemoDataTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-18T10:00:00Z"), ZoneOffset.UTC);
    private static final List<String> FOLDERS = List.of("inbox", "calendar", "contacts", "tasks");

    private static SandboxServer demo() {
        return DemoData.accounts(SandboxServer.builder())
                .clock(CLOCK)
                .content(new DemoData(7))
                .start();
    }

    @Test
    void everyItemCanBeReadButTheFourDamagedOnes() {
        try (SandboxServer server = demo()) {
            int all = 0;
            int failed = 0;
            for (String mailbox : server.mailboxes()) {
                SoapCaller caller = SoapCaller.as(server, DemoData.SERVICE_ACCOUNT)
                        .password(DemoData.PASSWORD)
                        .withImpersonation("<t:PrimarySmtpAddress>" + mailbox + "</t:PrimarySmtpAddress>");
                for (String folder : FOLDERS) {
                    StringBuilder ids = new StringBuilder();
                    for (StoredItem item : server.items(mailbox, folder)) {
                        ids.append("<t:ItemId Id=\"").append(item.id()).append("\"/>");
                        all++;
                    }
                    Xml answer = caller.call("<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape>"
                            + "<t:IncludeMimeContent>" + (folder.equals("inbox") || folder.equals("calendar"))
                            + "</t:IncludeMimeContent></m:ItemShape><m:ItemIds>" + ids
                            + "</m:ItemIds></m:GetItem>");
                    failed += answer.child("ResponseMessages").orElseThrow().children().stream()
                            .filter(m -> !m.textOf("ResponseCode").orElse("").equals("NoError"))
                            .peek(m -> assertThat(m.textOf("ResponseCode").orElse(""))
                                    .isIn("ErrorItemCorrupt", "ErrorContentConversionFailed"))
                            .count();
                }
            }
            assertThat(failed).isEqualTo(4);
            assertThat(all).isGreaterThan(300);
            assertThat(server.mailboxes()).hasSize(7);
        }
    }

    @Test
    void theSameSeedAndDayGiveTheSameItems() {
        try (SandboxServer one = demo();
                SandboxServer other = demo()) {
            for (String mailbox : one.mailboxes()) {
                for (String folder : FOLDERS) {
                    assertThat(subjects(one, mailbox, folder)).isEqualTo(subjects(other, mailbox, folder));
                }
            }
        }
    }

    private static List<String> subjects(SandboxServer server, String mailbox, String folder) {
        return server.items(mailbox, folder).stream()
                .map(i -> i.id() + i.values().text("item:Subject").orElse(""))
                .toList();
    }

    @Test
    void mailInLegacyCharsetsReadsAsItWasWritten() {
        try (SandboxServer server = demo()) {
            List<String> subjects = server.mailboxes().stream()
                    .flatMap(m -> subjects(server, m, "inbox").stream())
                    .toList();
            assertThat(subjects.stream().filter(s -> s.contains("\uFFFD")))
                    .as("only the subject of one broken message is unreadable")
                    .hasSize(1);
            assertThat(subjects).anyMatch(s -> s.contains("次回の会議の日程"));
            assertThat(subjects).anyMatch(s -> s.contains("Καθυστέρηση στο λιμάνι"));
            assertThat(subjects).anyMatch(s -> s.contains("موعد الاجتماع القادم"));
            assertThat(subjects).anyMatch(s -> s.contains("Перенос совещания"));
        }
    }

    @Test
    void aMeetingOfBothCompaniesHasOneUidInEveryCalendar() {
        try (SandboxServer server = demo()) {
            List<String> uids = server.mailboxes().stream()
                    .flatMap(m -> server.items(m, "calendar").stream())
                    .filter(i -> i.values().text("item:Subject").orElse("").equals("Weekly planning of both houses"))
                    .map(i -> i.values().text("calendar:UID").orElseThrow())
                    .toList();
            assertThat(uids).hasSize(7);
            assertThat(uids.stream().distinct()).hasSize(1);
        }
    }
}
