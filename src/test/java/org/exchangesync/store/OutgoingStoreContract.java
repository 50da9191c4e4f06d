package org.exchangesync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.EmailIdentity;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.Samples;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.MailboxClaim;
import org.exchangesync.sync.OwnMail;
import org.exchangesync.sync.outgoing.OutgoingEntrance;
import org.exchangesync.sync.outgoing.OutgoingEntrance.Entered;
import org.exchangesync.sync.outgoing.OutgoingEntrance.Request;
import org.exchangesync.sync.outgoing.OutgoingMail;
import org.exchangesync.sync.outgoing.OutgoingMails;
import org.exchangesync.sync.outgoing.OutgoingMails.Decision;
import org.exchangesync.sync.outgoing.OutgoingState;
import org.exchangesync.sync.outgoing.OutgoingStore;
import org.exchangesync.sync.outgoing.OutgoingStore.Due;
import org.exchangesync.sync.outgoing.OutgoingStore.Limits;
import org.exchangesync.transport.Submission;
import org.exchangesync.transport.Submission.RefusedRecipient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What both databases promise about mail on its way out. */
abstract class OutgoingStoreContract extends StoreFixture {
    private static final Limits LIMITS = new Limits(10, 5, 8);

    @TempDir
    Path spool;

    private OutgoingStore outgoing;
    private OutgoingEntrance entrance;
    private OutgoingMails mails;

    @BeforeEach
    void stores() {
        outgoing = database.outgoingStore(100, spool, true);
        entrance = database.outgoingEntrance(UUID::randomUUID);
        mails = database.outgoingMails(true);
    }

    private UUID put(String key) {
        return entrance.enter(new Request(key, ANNA, OutgoingState.PENDING_SEND, null, null, Samples.email(key)))
                .recordId();
    }

    private OutgoingMail get(UUID id) {
        return mails.get(id).orElseThrow();
    }

    private Due due() {
        return outgoing.due(anna, "sales", LIMITS);
    }

    private OutgoingMail begun(UUID id) {
        Email email = Samples.email("sent " + id);
        return outgoing.begin(anna, get(id), email, EmailIdentity.of(email), "sales", "ews");
    }

    @Test
    void whatIsHandedInTwiceIsThereOnce() {
        Request request = new Request("order 1", ANNA, OutgoingState.PENDING_SEND, null, null, Samples.email("Offer"));
        Entered first = entrance.enter(request);
        Entered again = entrance.enter(request);

        assertThat(first.taken()).isTrue();
        assertThat(again).isEqualTo(new Entered(first.recordId(), OutgoingState.PENDING_SEND, false));
        assertThat(mails.find(new OutgoingMails.Query(ANNA, Set.of(), 10))).hasSize(1);
    }

    @Test
    void aMailIsReadAsItWasHandedIn() throws Exception {
        Email plain = Samples.email("S".repeat(3000));
        byte[] bytes = new byte[5000];
        Email email = new Email(
                null,
                plain.subject(),
                new EmailAddress("Anna", ANNA),
                null,
                List.of(new EmailAddress(null, "reply@example.org")),
                plain.recipients(),
                null,
                null,
                List.of("<parent@example.org>"),
                List.of("<first@example.org>", "<parent@example.org>"),
                plain.body(),
                List.of(new Attachment("a", "application/pdf", null, false, Content.of(bytes))),
                plain.importance(),
                plain.sensitivity(),
                List.of("Blue"),
                null,
                null,
                null);
        UUID id = entrance.enter(new Request("k", ANNA, OutgoingState.DRAFT, null, null, email))
                .recordId();

        Email read = outgoing.email(id).orElseThrow();

        assertThat(read.subject()).isEqualTo(email.subject());
        assertThat(read.from()).isEqualTo(email.from());
        assertThat(read.replyTo()).isEqualTo(email.replyTo());
        assertThat(read.recipients()).isEqualTo(email.recipients());
        assertThat(read.inReplyTo()).isEqualTo(email.inReplyTo());
        assertThat(read.references()).isEqualTo(email.references());
        assertThat(read.body()).isEqualTo(email.body());
        assertThat(read.categories()).isEqualTo(email.categories());
        assertThat(read.syncKey()).isEqualTo(id.toString());
        assertThat(read.attachments()).singleElement().satisfies(attachment -> {
            assertThat(attachment.content().isSpooled()).isTrue();
            assertThat(attachment.content().toByteArray()).isEqualTo(bytes);
            attachment.content().close();
        });
        assertThat(outgoing.references(id)).as("it has no Message-ID yet").isEmpty();
        assertThat(due().pending()).as("drafts stay").isEmpty();
    }

    @Test
    void theOldestLeavesFirstAndNoMoreThanTheRateAllows() {
        List<UUID> ids = java.util.stream.IntStream.range(0, 7)
                .mapToObj(i -> {
                    clock.now = NOW.plusSeconds(i);
                    return put("mail " + i);
                })
                .toList();
        clock.now = NOW.plusSeconds(10);
        assertThat(due().pending()).extracting(OutgoingMail::recordId).containsExactlyElementsOf(ids.subList(0, 5));
        ids.subList(0, 5).forEach(id -> outgoing.sent(anna, begun(id), null, null));
        assertThat(due().pending()).isEmpty();
        clock.now = NOW.plusSeconds(71);
        assertThat(due().pending()).extracting(OutgoingMail::recordId).containsExactlyElementsOf(ids.subList(5, 7));
    }

    @Test
    void tooMuchAtOnceIsAQuestionUntilItIsReleased() {
        for (int i = 0; i < 9; i++) {
            put("mail " + i);
        }
        Due asked = due();
        assertThat(asked.question()).isEqualTo(OutgoingStore.Question.ASKED);
        assertThat(asked.pending()).isEmpty();
        assertThat(asked.waiting()).isEqualTo(9);
        assertThat(mails.holds()).containsExactly(new OutgoingMails.Hold(ANNA, 9, NOW));

        assertThat(mails.release(ANNA, "yearly letter", "olga")).isEqualTo(9);
        assertThat(mails.holds()).isEmpty();
        assertThat(due().pending()).hasSize(5);
        assertThat(database.auditLog()
                        .find(new org.exchangesync.sync.audit.AuditLog.AuditQuery(
                                null, "mails-released", null, ANNA, null, 5)))
                .hasSize(1);
    }

    @Test
    void eachStepIsNotedAndWhatIsSentIsTheRecord() {
        UUID id = put("k");
        OutgoingMail begun = begun(id);
        assertThat(begun.state()).isEqualTo(OutgoingState.SENDING);
        assertThat(begun.messageId()).isEqualTo(Samples.email("sent " + id).messageId());
        OutgoingMail drafted = outgoing.drafted(anna, begun, new ItemId("D", "v1"));
        assertThat(due().begun()).containsExactly(drafted);
        OutgoingMail sent = outgoing.sent(
                anna,
                drafted,
                "S",
                new Submission(
                        "250 ok", List.of(new RefusedRecipient(new EmailAddress(null, "x@example.net"), "550", true))));
        assertThat(sent.state()).isEqualTo(OutgoingState.SENT);
        assertThat(sent.draft()).isNull();
        assertThat(mails.refused(id)).containsExactly(new OutgoingMails.Refusal("x@example.net", "550", true));
        assertThat(outgoing.email(id).orElseThrow().subject()).isEqualTo("sent " + id);
        assertThat(due().begun()).isEmpty();
        String messageKey = EmailIdentity.normalise(sent.messageId());
        List<OwnMail> own = store.inTransaction(anna, tx -> tx.ownMail(List.of(messageKey), List.of()));
        assertThat(own).extracting(mail -> mail.head().id()).containsExactly(id);
    }

    @Test
    void theSameMailIsNotBegunTwiceUnderTwoKeys() {
        UUID one = put("one");
        UUID two = put("two");
        Email email = Samples.email("same");
        outgoing.begin(anna, get(one), email, EmailIdentity.of(email), "sales", "ews");
        OutgoingMail second = get(two);
        assertThatThrownBy(() -> outgoing.begin(anna, second, email, EmailIdentity.of(email), "sales", "ews"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is the same as record " + one);
    }

    @Test
    void whoLostTheMailboxNotesNothing() {
        OutgoingMail mail = get(put("k"));
        MailboxClaim stale = new MailboxClaim(ANNA, "sales", UUID.randomUUID());
        Email email = Samples.email("x");
        assertThatThrownBy(() -> outgoing.begin(stale, mail, email, EmailIdentity.of(email), "sales", "ews"))
                .isInstanceOfSatisfying(
                        LostRaceException.class,
                        race -> assertThat(race.claimLost()).isTrue());
        assertThat(get(mail.recordId()).state()).isEqualTo(OutgoingState.PENDING_SEND);
    }

    @Test
    void whatAPersonDecidedMeanwhileStands() {
        UUID id = put("k");
        OutgoingMail seen = get(id);
        mails.decide(id, Decision.CANCEL, null, "olga");
        Email email = Samples.email("x");
        assertThatThrownBy(() -> outgoing.begin(anna, seen, email, EmailIdentity.of(email), "sales", "ews"))
                .isInstanceOfSatisfying(
                        LostRaceException.class,
                        race -> assertThat(race.claimLost()).isFalse());
        assertThat(get(id).state()).isEqualTo(OutgoingState.CANCELLED);
    }

    @Test
    void whatIsUncertainIsDueWhenTheServerIsAskedAgainAndSentAgainOnlyByAPerson() {
        UUID id = put("k");
        OutgoingMail drafted = outgoing.drafted(anna, begun(id), new ItemId("D", "v1"));
        Instant next = NOW.plus(Duration.ofMinutes(5));
        outgoing.uncertain(anna, drafted, "SentOrDeleted", "why", next);
        assertThat(due().begun()).isEmpty();
        clock.now = next;
        assertThat(due().begun()).extracting(OutgoingMail::state).containsExactly(OutgoingState.UNCERTAIN);
        outgoing.uncertain(anna, get(id), "SentOrDeleted", "why", null);
        clock.now = NOW.plus(Duration.ofDays(1000));
        assertThat(due().begun()).isEmpty();

        OutgoingMail again = mails.decide(id, Decision.SEND_AGAIN, null, "olga");
        assertThat(again.begunAt()).as("so the server is asked first").isNotNull();
        assertThat(again.draft()).isNull();
        assertThat(again.profile()).isNull();
        assertThat(due().pending()).containsExactly(again);
    }

    @Test
    void whatWasBegunOnAnotherProfileIsLeftAlone() {
        UUID id = put("k");
        begun(id);
        Due other = outgoing.due(anna, "other", LIMITS);
        assertThat(other.begun()).isEmpty();
        assertThat(other.strangers()).extracting(OutgoingMail::recordId).containsExactly(id);
    }

    @Test
    void aMailThatBecomesDueMakesItsMailboxDue() {
        schedule.ended(
                anna,
                new org.exchangesync.sync.CycleResult(
                        true,
                        NOW.plus(Duration.ofHours(1)),
                        Set.of(org.exchangesync.profile.Direction.INCOMING),
                        java.util.Map.of(),
                        java.util.Map.of()));
        clock.now = NOW.plusSeconds(30);
        assertThat(claimed()).doesNotContain(ANNA);
        entrance.enter(
                new Request("later", ANNA, OutgoingState.DRAFT, NOW.plusSeconds(60), null, Samples.email("later")));
        sql("UPDATE outgoing_email SET state = 'PENDING_SEND'");
        assertThat(claimed()).doesNotContain(ANNA);
        clock.now = NOW.plusSeconds(61);
        assertThat(claimed()).contains(ANNA);
    }

    private List<String> claimed() {
        return schedule.claimDue(10, clock.now, Duration.ofMinutes(1)).stream()
                .map(MailboxClaim::mailbox)
                .toList();
    }
}
