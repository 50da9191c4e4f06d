package org.exchangesync.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail that leaves, as a person at a screen sees it and decides about it. */
class OutgoingCommandsTest {
    private static final String ANNA = "anna@example.org";
    private static final String ONE = "00000000-0000-7000-8000-000000000001";
    private static final String TWO = "00000000-0000-7000-8000-000000000002";

    private final Office office = new Office();

    @BeforeEach
    void open() {
        office.open();
    }

    @AfterEach
    void close() {
        office.close();
    }

    private void mail(String id, String subject, String state, String more) {
        office.sql("INSERT INTO record (record_id, kind, identity, content_digest, source_mailbox, version, created_at,"
                + " updated_at) VALUES ('" + id + "', 'email', 'outgoing:" + id + "', '', '" + ANNA
                + "', 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)");
        office.sql("INSERT INTO email (record_id, subject, importance, sensitivity) VALUES ('" + id + "', '" + subject
                + "', 'NORMAL', 'NORMAL')");
        office.sql("INSERT INTO outgoing_email (record_id, state, mailbox, created_at, due_at) VALUES ('" + id + "', '"
                + state + "', '" + ANNA + "', TIMESTAMP WITH TIME ZONE '2026-03-01 09:50:00+00:00',"
                + " TIMESTAMP WITH TIME ZONE '2026-03-01 10:05:00+00:00')");
        if (more != null) {
            office.sql("UPDATE outgoing_email SET " + more + " WHERE record_id = '" + id + "'");
        }
    }

    private JsonNode stored(String id) throws IOException {
        return office.json("outgoing", "show", id).path("outgoing").path("mail");
    }

    @Test
    void whatIsNotSentIsListed() {
        mail(ONE, "Offer", "UNCERTAIN", "last_code = 'SentOrDeleted', uncertain_since = created_at");
        mail(TWO, "Sent long ago", "SENT", null);
        office.width(140);
        assertThat(office.run("outgoing", "list")).isZero();
        assertThat(office.out()).contains(ONE, "uncertain", "Offer", "10 min ago", "in 5 min", "SentOrDeleted");
        assertThat(office.out()).doesNotContain(TWO);
        office.run("outgoing", "list", "--state", "sent");
        assertThat(office.out()).contains(TWO).doesNotContain(ONE);
        assertThat(office.run("outgoing", "list", "--state", "lost")).isEqualTo(2);
        assertThat(office.err()).contains("'lost' is no state", "uncertain");
    }

    @Test
    void oneMailIsShownWithWhomItWasRefusedFor() throws IOException {
        mail(ONE, "Offer", "SENT", "server_reply = '250 queued', sent_at = created_at");
        office.sql("INSERT INTO outgoing_refusal (record_id, ordinal, address, reply, is_permanent) VALUES ('" + ONE
                + "', 0, 'carla@example.net', '550 no such user', TRUE)");
        assertThat(office.run("outgoing", "show", ONE)).isZero();
        assertThat(office.out())
                .contains("Mail " + ONE + ", sent", "250 queued", "carla@example.net: 550 no such user");
        assertThat(office.json("outgoing", "show", ONE)
                        .path("outgoing")
                        .path("refused")
                        .get(0)
                        .path("permanent")
                        .asBoolean())
                .isTrue();
        assertThat(office.run("outgoing", "show", TWO)).isEqualTo(1);
        assertThat(office.err()).contains("There is no outgoing mail " + TWO);
    }

    @Test
    void anUncertainMailIsTakenForSentOrSentAgain() throws IOException {
        mail(ONE, "Offer", "UNCERTAIN", "profile = 'sales', begun_at = created_at, draft_id = 'D1', attempts = 4");
        mail(TWO, "Bill", "UNCERTAIN", "profile = 'sales', begun_at = created_at, draft_id = 'D2'");
        assertThat(office.run("outgoing", "sent", ONE, "--reason", "Carla has it"))
                .isZero();
        assertThat(stored(ONE).path("state").asText()).isEqualTo("sent");
        assertThat(office.run("outgoing", "send-again", TWO)).isZero();
        JsonNode again = stored(TWO);
        assertThat(again.path("state").asText()).isEqualTo("pending-send");
        assertThat(again.path("draftId").isNull()).isTrue();
        assertThat(again.path("begunAt").isNull())
                .as("the server is asked first")
                .isFalse();
        assertThat(office.run("outgoing", "sent", ONE)).isEqualTo(1);
        assertThat(office.err()).contains("can't be taken for sent: it was sent");
        assertThat(office.json("audit", "list", "--mailbox", ANNA).path("audit").findValuesAsText("act"))
                .containsExactly("mail-sent-again", "mail-told-sent");
        assertThat(office.json("audit", "list", "--act", "mail-told-sent")
                        .path("audit")
                        .findValuesAsText("details"))
                .containsExactly("was UNCERTAIN: Carla has it");
    }

    @Test
    void whatWaitsIsCancelledAndWhatIsBeingSentIsNot() throws IOException {
        mail(ONE, "Offer", "PENDING_SEND", null);
        mail(TWO, "Bill", "SENDING", "profile = 'sales', begun_at = created_at");
        assertThat(office.run("outgoing", "cancel", ONE)).isZero();
        assertThat(stored(ONE).path("state").asText()).isEqualTo("cancelled");
        assertThat(office.run("outgoing", "cancel", TWO)).isEqualTo(1);
        assertThat(office.err()).contains("it is being sent: wait");
        assertThat(office.run("outgoing", "cancel")).isEqualTo(2);
    }

    @Test
    void whatWasBegunOnAProfileThatTheMailboxHasNoMoreIsDecidedByAPerson() throws IOException {
        mail(ONE, "Offer", "SENDING", "profile = 'old', begun_at = created_at");
        assertThat(office.run("outgoing", "send-again", ONE)).isZero();
        assertThat(stored(ONE).path("profile").isNull()).isTrue();
    }

    @Test
    void aMailboxThatAsksIsReleased() throws IOException {
        mail(ONE, "Offer", "PENDING_SEND", null);
        office.sql("INSERT INTO outgoing_hold (mailbox, pending, asked_at) VALUES ('" + ANNA
                + "', 1, TIMESTAMP WITH TIME ZONE '2026-03-01 09:50:00+00:00')");
        office.run("outgoing", "list");
        assertThat(office.out()).contains("exchange-sync outgoing release " + ANNA);
        assertThat(office.json("outgoing", "release", ANNA).path("released").asInt())
                .isEqualTo(1);
        assertThat(office.json("outgoing", "list").path("holds")).isEmpty();
        office.run("outgoing", "cancel", "--pending-of", ANNA);
        assertThat(office.out()).isEqualTo("1 mail is not sent.\n");
    }

    @Test
    void theDoctorCountsMailsThatWaitAndThoseThatAreUncertain() {
        mail("0190a000-0000-7000-8000-0000000000a1", "Waits", "PENDING_SEND", null);
        mail("0190a000-0000-7000-8000-0000000000a2", "Leaves", "SENDING", null);
        mail("0190a000-0000-7000-8000-0000000000a3", "Perhaps", "UNCERTAIN", null);
        mail("0190a000-0000-7000-8000-0000000000a4", "Gone", "SENT", null);
        long waiting = office.database().state().mailsToSend();
        long uncertain = office.database().state().uncertainMails();
        office.sql("UPDATE outgoing_email SET state = 'SENT' WHERE record_id IN ("
                + "'0190a000-0000-7000-8000-0000000000a1', '0190a000-0000-7000-8000-0000000000a3')");
        assertThat(office.database().state().mailsToSend()).isEqualTo(waiting - 1);
        assertThat(office.database().state().uncertainMails()).isEqualTo(uncertain - 1);
    }
}
