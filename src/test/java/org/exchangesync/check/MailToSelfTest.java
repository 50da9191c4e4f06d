package org.exchangesync.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.exchangesync.SettableClock;
import org.exchangesync.check.MailboxTests.Claim;
import org.exchangesync.check.MailboxTests.Wish;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Samples;
import org.exchangesync.item.TestMark;
import org.exchangesync.profile.Approval;
import org.exchangesync.profile.Mailbox;
import org.exchangesync.profile.Regarding;
import org.exchangesync.profile.SyncMethod;
import org.exchangesync.transport.Capability;
import org.exchangesync.transport.MemoryTransport;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.TransportOperation;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.Test;

/** The mail that a mailbox sends to itself, over servers that are slow, lose it, or keep it. */
class MailToSelfTest {
    private static final String ANNA = "anna@example.org";
    private static final TestMark MARK = new TestMark("installation-1");
    private static final Instant REQUESTED = Instant.parse("2026-03-02T08:00:00Z");

    private final MemoryTransport server = new MemoryTransport().mailbox(ANNA);
    private final SettableClock clock = new SettableClock(REQUESTED.plusSeconds(30));
    private final List<Duration> pauses = new ArrayList<>();
    private ArrivalWait.Pause pause = time -> {
        pauses.add(time);
        clock.go(time);
    };

    private String run(int attempts) {
        Mailbox mailbox = new Mailbox(
                ANNA,
                ANNA,
                null,
                new Regarding(Regarding.Type.USER, null),
                "office",
                null,
                ANNA,
                SyncMethod.SERVER_SIDE_SYNCHRONIZATION,
                SyncMethod.SERVER_SIDE_SYNCHRONIZATION,
                SyncMethod.NONE,
                null,
                false,
                null,
                Approval.EMPTY,
                null,
                List.of());
        Claim claim = new Claim(ANNA, "token", attempts, Wish.SEND, "olga", REQUESTED);
        return new MailToSelf(server, mailbox, claim, MARK, new ArrivalWait(Duration.ofSeconds(60), pause), clock)
                .run();
    }

    /** A server that takes mail without drafts, and doesn't deliver it by itself. */
    private void slow() {
        server.capabilities(ItemKind.EMAIL, Set.of(Capability.SUBMIT));
        server.refuseRecipient(ANNA);
    }

    private void deliver(Email mail) {
        server.put(ANNA, WellKnownFolder.INBOX, mail);
    }

    @Test
    void aMailThatArrivesAtOnceIsRemovedFromBothFolders() {
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Offer"));
        assertThat(run(0)).contains("arrived within 1 s", "was removed");
        assertThat(pauses).isEmpty();
        assertThat(server.sent()).singleElement().satisfies(mail -> {
            assertThat(MARK.standsOn(mail)).isTrue();
            assertThat(mail.recipients())
                    .extracting(to -> to.address().address())
                    .containsExactly(ANNA);
        });
        assertThat(server.items(ANNA, WellKnownFolder.INBOX))
                .extracting(fetched -> fetched.item().title())
                .containsExactly("Offer");
        assertThat(server.items(ANNA, WellKnownFolder.SENT_ITEMS)).isEmpty();
        assertThat(server.items(ANNA, WellKnownFolder.DRAFTS)).isEmpty();
    }

    @Test
    void aMailThatComesLateIsWaitedFor() {
        slow();
        pause = time -> {
            pauses.add(time);
            clock.go(time);
            if (pauses.size() == 3) {
                deliver(server.sent().get(0));
            }
        };
        assertThat(run(0)).contains("arrived within 7 s");
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L);
        assertThat(server.items(ANNA, WellKnownFolder.INBOX)).isEmpty();
    }

    @Test
    void aMailThatDoesNotArriveIsToldWhenTheTimeIsOver() {
        slow();
        assertThatThrownBy(() -> run(0)).isInstanceOfSatisfying(TransportException.class, e -> {
            assertThat(e.code()).isEqualTo("TestMailNotArrived");
            assertThat(e.getMessage()).contains(ANNA, "within 60 s", TestItems.TITLE);
        });
        assertThat(pauses.stream().mapToLong(Duration::toSeconds).sum()).isEqualTo(60);
    }

    @Test
    void theNextTryFindsTheMailThatWasOnlyLateAndSendsNoOther() {
        slow();
        assertThatThrownBy(() -> run(0)).isInstanceOf(TransportException.class);
        deliver(server.sent().get(0));
        assertThat(run(1)).contains("arrived");
        assertThat(server.sent()).hasSize(1);
        assertThat(server.items(ANNA, WellKnownFolder.INBOX)).isEmpty();
    }

    @Test
    void theNextTrySendsAnotherMailWhereTheFirstIsLost() {
        slow();
        assertThatThrownBy(() -> run(0)).isInstanceOf(TransportException.class);
        assertThatThrownBy(() -> run(1)).isInstanceOf(TransportException.class);
        assertThat(server.sent()).extracting(Email::messageId).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aTestThatAnotherProcessLeftBehindTheSendingIsWaitedForAndNotSentAgain() {
        server.listen(call -> {
            if (call.operation() == TransportOperation.find && server.sent().size() == 1) {
                throw new CancellationException("the process dies behind the sending");
            }
        });
        assertThatThrownBy(() -> run(0)).isInstanceOf(CancellationException.class);
        assertThat(server.sent()).hasSize(1);
        server.listen(call -> {});
        // delivered later only
        server.items(ANNA, WellKnownFolder.INBOX).forEach(mail -> server.delete(ANNA, mail.id()));
        pause = time -> {
            clock.go(time);
            deliver(server.sent().get(0));
        };
        assertThat(run(0)).contains("arrived");
        assertThat(server.sent()).hasSize(1);
    }

    @Test
    void anInterruptedWaitSaysNothingAboutTheMailbox() {
        slow();
        pause = time -> {
            throw new InterruptedException();
        };
        assertThatThrownBy(() -> run(0)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aMailWhoseHandOverWasNotAnsweredMayHaveBeenSent() {
        slow();
        server.loseNextAnswer(
                TransportOperation.submit,
                new TransportException(TransportException.OUTCOME_UNKNOWN, "the connection broke", null));
        pause = time -> {
            clock.go(time);
            deliver(server.sent().get(0));
        };
        assertThat(run(0)).contains("arrived");
    }

    @Test
    void aDraftThatIsNotTakenIsRemoved() {
        server.failNext(TransportOperation.send, "ErrorMessageSizeExceeded");
        assertThatThrownBy(() -> run(0))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.code()).isEqualTo("ErrorMessageSizeExceeded"));
        assertThat(server.items(ANNA, WellKnownFolder.DRAFTS)).isEmpty();
    }

    @Test
    void aMailThatCanNotBeRemovedIsToldWithItsFolderAndSubject() {
        server.failNext(TransportOperation.delete, "ErrorAccessDenied");
        assertThat(run(0)).contains("arrived", "inbox", TestItems.TITLE, "by hand");
        assertThat(server.items(ANNA, WellKnownFolder.SENT_ITEMS)).isEmpty();
    }

    @Test
    void aMailboxThatTheEngineHasAtTheMomentIsAskedAgain() {
        slow();
        pause = time -> {
            pauses.add(time);
            clock.go(time);
            if (pauses.size() == 1) {
                server.failNext(TransportOperation.find, "Pop3InUse");
            } else if (pauses.size() == 2) {
                deliver(server.sent().get(0));
            }
        };
        assertThat(run(0)).contains("arrived");
    }
}
