package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.exchangesync.check.MailboxTests;
import org.exchangesync.check.MailboxTests.Status;
import org.exchangesync.check.MailboxTests.Tested;
import org.exchangesync.ews.EwsComponent;
import org.exchangesync.item.Email;
import org.exchangesync.item.Samples;
import org.exchangesync.item.TestMark;
import org.exchangesync.profile.Direction;
import org.exchangesync.transport.MemoryTransport;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Test and Enable, by the engine's own route and database. */
class TestAndEnableTest {
    private static final String ANNA = "anna@example.org";
    private static final String BEN = "ben@example.org";
    private static final String PROFILES = """
            profiles:
              - name: office
                incomingServerLocation: https://mail.example.org/EWS/Exchange.asmx
                username: svc
                password: "{{env:NO_SUCH_VARIABLE:secret}}"
            mailboxes:
              - {address: anna@example.org, profile: office}
              - {address: ben@example.org, profile: office, appointmentsContactsTasks: none}
            """;

    @TempDir
    Path folder;

    private final MemoryTransport server = new MemoryTransport();
    private Engine engine;

    private MailboxTests start() {
        List.of(ANNA, BEN).forEach(server::mailbox);
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Offer"));
        engine = engine();
        return engine.database().mailboxTests();
    }

    private Engine engine() {
        return engine(PROFILES);
    }

    private Engine engine(String profiles) {
        return new Engine(
                folder,
                profiles,
                new EwsComponent(settings -> server),
                Path.of("routes"),
                Map.of("test-mailboxes.from", "direct:test-mailboxes"));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private void look() {
        engine.context().createProducerTemplate().sendBody("direct:test-mailboxes", null);
    }

    private List<String> alerts() {
        return engine.query(
                "select level || ' ' || coalesce(code, '-') || ' ' || mailbox from alert where resolved_at is null order by 1");
    }

    private static List<String> brief(List<Tested> results) {
        return results.stream()
                .map(test -> test.mailbox() + " " + test.direction().label() + " " + test.status())
                .toList();
    }

    @Test
    void mailboxesThatWorkAreEnabledWithAnInformation() {
        MailboxTests tests = start();
        engine.database().directions().disable(ANNA, Direction.INCOMING, "was being moved", "olga");
        tests.request(List.of(ANNA, BEN), MailboxTests.Wish.NONE, "olga");
        assertThat(tests.waiting()).hasSize(2);
        look();
        assertThat(tests.waiting()).isEmpty();
        assertThat(brief(tests.results()))
                .containsExactly(
                        ANNA + " appointments-contacts-tasks SUCCESS",
                        ANNA + " incoming SUCCESS",
                        ANNA + " outgoing SUCCESS",
                        BEN + " appointments-contacts-tasks SKIPPED",
                        BEN + " incoming SUCCESS",
                        BEN + " outgoing SUCCESS");
        assertThat(engine.database().directions().all()).isEmpty();
        assertThat(alerts()).containsExactly("INFORMATION - " + ANNA, "INFORMATION - " + BEN);
    }

    @Test
    void aMissingRightDisablesTheDirectionWithAnAlertAndPassingTheTestEndsIt() {
        MailboxTests tests = start();
        server.failMailbox(ANNA, "ErrorImpersonateUserDenied");
        tests.request(List.of(ANNA), MailboxTests.Wish.NONE, "olga");
        look();
        assertThat(tests.waiting()).isEmpty();
        assertThat(tests.results())
                .filteredOn(test -> test.direction() == Direction.INCOMING)
                .singleElement()
                .satisfies(test -> {
                    assertThat(test.status()).isEqualTo(Status.FAILURE);
                    assertThat(test.code()).isEqualTo("ErrorImpersonateUserDenied");
                });
        assertThat(engine.database().directions().of(ANNA)).hasSize(3);
        assertThat(alerts())
                .containsExactly(
                        "ERROR ErrorImpersonateUserDenied " + ANNA,
                        "ERROR ErrorImpersonateUserDenied " + ANNA,
                        "ERROR ErrorImpersonateUserDenied " + ANNA);

        server.mendMailbox(ANNA);
        tests.request(List.of(ANNA), MailboxTests.Wish.NONE, "olga");
        look();
        assertThat(engine.database().directions().of(ANNA)).isEmpty();
        assertThat(alerts()).containsExactly("INFORMATION - " + ANNA);
    }

    @Test
    void aPassingTroubleIsTriedAgainAndDisablesNothing() {
        MailboxTests tests = start();
        server.failMailbox(BEN, "ErrorServerBusy");
        tests.request(List.of(BEN), MailboxTests.Wish.NONE, "olga");
        look();
        assertThat(tests.waiting()).singleElement().satisfies(waiting -> {
            assertThat(waiting.attempts()).isEqualTo(1);
            assertThat(waiting.underWay()).isFalse();
        });
        assertThat(engine.database().directions().all()).isEmpty();
        look();
        assertThat(tests.waiting().get(0).attempts()).as("it isn't due yet").isEqualTo(1);
        server.mendMailbox(BEN);
        tests.request(List.of(BEN), MailboxTests.Wish.NONE, "olga");
        look();
        assertThat(tests.waiting()).isEmpty();
        assertThat(alerts()).containsExactly("INFORMATION - " + BEN);
    }

    @Test
    void aTroubleOfTheProfileDisablesNoMailbox() {
        MailboxTests tests = start();
        List.of(ANNA, BEN).forEach(address -> server.failMailbox(address, "Http401"));
        tests.request(List.of(ANNA, BEN), MailboxTests.Wish.NONE, "olga");
        look();
        assertThat(engine.database().directions().all()).isEmpty();
        assertThat(engine.query("select profile, occurrences from alert where resolved_at is null"))
                .containsExactly("office,5");
    }

    @Test
    void whatWasAskedForIsDoneAfterARestartAndAClaimOfADeadProcessRunsOut() {
        MailboxTests tests = start();
        tests.request(List.of(ANNA, BEN), MailboxTests.Wish.NONE, "olga");
        assertThat(tests.claimDue(1, Duration.ZERO)).hasSize(1);
        engine.close();
        engine = engine();
        MailboxTests after = engine.database().mailboxTests();
        assertThat(after.waiting()).hasSize(2);
        look();
        assertThat(after.waiting()).isEmpty();
        assertThat(after.results()).hasSize(6);
    }

    @Test
    void aMailThatAMailboxSendsToItselfIsSeenAndRemovedAlsoAfterARestart() {
        MailboxTests tests = start();
        tests.request(List.of(ANNA, BEN), MailboxTests.Wish.SEND, "olga");
        assertThat(tests.claimDue(2, Duration.ZERO)).hasSize(2);
        engine.close();
        engine = engine();
        look();
        assertThat(engine.database().mailboxTests().results())
                .filteredOn(test -> test.direction() == Direction.OUTGOING)
                .hasSize(2)
                .allSatisfy(test -> {
                    assertThat(test.status()).isEqualTo(Status.SUCCESS);
                    assertThat(test.detail()).contains("arrived within", "was removed");
                });
        assertThat(server.sent()).extracting(mail -> mail.from().address()).containsExactlyInAnyOrder(ANNA, BEN);
        assertThat(server.items(ANNA, WellKnownFolder.INBOX)).hasSize(1);
        assertThat(server.items(ANNA, WellKnownFolder.SENT_ITEMS)).isEmpty();
        assertThat(engine.query("select details from audit where act = 'test-requested'"))
                .containsOnly("send a mail");
    }

    @Test
    void theMailOfATestThatIsReadMeanwhileBecomesNoRecord() {
        start();
        TestMark ours = new TestMark(engine.database().checks().installationId());
        server.put(ANNA, WellKnownFolder.INBOX, marked("ours", ours));
        server.put(ANNA, WellKnownFolder.INBOX, marked("a stranger's", new TestMark("someone-else")));
        server.put(ANNA, WellKnownFolder.INBOX, Samples.withSyncKey(Samples.email("ours by its key"), ours.key("2")));
        engine.cycle();
        assertThat(engine.query("select subject from email order by 1")).containsExactly("Offer", "a stranger's");
    }

    private static Email marked(String subject, TestMark mark) {
        Email mail = Samples.email(subject);
        return new Email(
                TestMark.messageId(mark.key("1"), ANNA),
                mail.subject(),
                mail.from(),
                mail.sender(),
                mail.replyTo(),
                mail.recipients(),
                mail.sentAt(),
                mail.receivedAt(),
                mail.inReplyTo(),
                mail.references(),
                mail.body(),
                mail.attachments(),
                mail.importance(),
                mail.sensitivity(),
                mail.categories(),
                mail.conversationIndex(),
                mail.original(),
                null);
    }

    @Test
    void aMailboxOfAnotherInstallationIsRefusedUnlessItIsTakenOver() {
        MailboxTests tests = start();
        server.markers().put(ANNA, "other-installation;2026-01-01T00:00:00Z");
        tests.request(List.of(ANNA), MailboxTests.Wish.NONE, "olga");
        look();
        assertThat(tests.results())
                .filteredOn(test -> test.direction() == Direction.INCOMING)
                .singleElement()
                .satisfies(test -> {
                    assertThat(test.code()).isEqualTo("OwnedElsewhere");
                    assertThat(test.detail()).contains("other-installation since 2026-01-01");
                });
        assertThat(server.markers().get(ANNA)).startsWith("other-installation");

        tests.request(List.of(ANNA), MailboxTests.Wish.TAKE_OVER, "olga");
        look();
        assertThat(server.markers().get(ANNA))
                .startsWith(engine.database().checks().installationId());
        assertThat(engine.database().directions().of(ANNA)).isEmpty();
    }

    @Test
    void whoLosesAMailboxToAnotherInstallationStopsItWithAnAlertInTheNextCycle() {
        MailboxTests tests = start();
        tests.request(List.of(ANNA, BEN), MailboxTests.Wish.NONE, "olga");
        look();
        assertThat(server.markers()).hasSize(2);
        server.markers().put(ANNA, "other-installation;2026-01-01T00:00:00Z");
        engine.cycle();
        assertThat(engine.query("select mailbox, direction, state, code from mailbox_direction order by 1, 2"))
                .containsExactly(
                        ANNA + ",APPOINTMENTS_CONTACTS_TASKS,DISABLED,OwnedElsewhere",
                        ANNA + ",INCOMING,DISABLED,OwnedElsewhere",
                        ANNA + ",OUTGOING,DISABLED,OwnedElsewhere");
        assertThat(engine.query("select distinct code from alert where resolved_at is null and level = 'ERROR'"))
                .containsExactly("OwnedElsewhere");
        assertThat(server.calls().stream().filter(call -> call.mailbox().equals(ANNA) && call.folder() != null))
                .as("no folder was read in that cycle, only in the test")
                .hasSize(7);
        assertThat(engine.cycle().mailboxes()).isNotEmpty();
    }

    @Test
    void aThousandMailboxesAreTestedInOneLook() {
        List<String> addresses = IntStream.range(0, 1000)
                .mapToObj(number -> "m" + number + "@example.org")
                .toList();
        addresses.forEach(server::mailbox);
        StringBuilder profiles = new StringBuilder(PROFILES);
        addresses.forEach(
                address -> profiles.append("  - {address: ").append(address).append(", profile: office}\n"));
        engine = engine(profiles.toString());
        MailboxTests tests = engine.database().mailboxTests();
        tests.request(addresses, MailboxTests.Wish.NONE, "olga");
        look();
        assertThat(tests.waiting()).isEmpty();
        assertThat(tests.results())
                .filteredOn(test -> test.status() == Status.SUCCESS)
                .hasSize(3000);
        assertThat(server.markers()).hasSize(1000);
    }

    @Test
    void whoLostHisClaimChangesNothing() {
        MailboxTests tests = start();
        tests.request(List.of(ANNA), MailboxTests.Wish.NONE, "olga");
        MailboxTests.Claim late = tests.claimDue(1, Duration.ZERO).get(0);
        MailboxTests.Claim mine = tests.claimDue(1, Duration.ofMinutes(1)).get(0);
        assertThat(tests.claimDue(1, Duration.ofMinutes(1))).isEmpty();
        assertThat(tests.finished(late, List.of())).isFalse();
        assertThat(tests.finished(mine, List.of())).isTrue();
        assertThat(tests.waiting()).isEmpty();
    }
}
