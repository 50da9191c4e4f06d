package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.ConsumerTemplate;
import org.exchangesync.SettableClock;
import org.exchangesync.ews.EwsComponent;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Samples;
import org.exchangesync.transport.Capability;
import org.exchangesync.transport.Fetched;
import org.exchangesync.transport.MemoryTransport;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.TransportOperation;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail leaves once, whatever fails on its way: over a server in memory, with the real routes and a real database. */
class OutgoingMailTest {
    private static final String ANNA = "anna@example.org";
    private static final String BEN = "ben@example.org";
    private static final String CARLA = "carla@example.net";
    private static final String STATES = "select state, last_code from outgoing_email order by created_at";

    @TempDir
    Path folder;

    private final SettableClock clock =
            new SettableClock(Clock.systemUTC().instant().plusSeconds(60));
    private final MemoryTransport server = new MemoryTransport().mailbox(ANNA).mailbox(BEN);
    private String profiles = """
            profiles:
              - name: office
                incomingServerLocation: https://mail.example.org/EWS/Exchange.asmx
                username: svc
                password: "{{test.password}}"
            mailboxes:
              - address: anna@example.org
                profile: office
                name: Anna Lind
              - address: ben@example.org
                profile: office
            """;
    private Engine engine;
    private Outbox outbox;

    private void start(Map<String, String> more) {
        start(Path.of("routes"), more);
    }

    private void start(Path routes, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("test.password", "secret");
        properties.put("exchangesync.retryStep", "60");
        properties.put("redelivery.attempts", "0");
        engine = new Engine(folder, profiles, new EwsComponent(settings -> server), routes, properties, clock);
        outbox = new Outbox("jdbc:h2:file:" + folder.resolve("db").toAbsolutePath(), "sa", "");
    }

    @AfterEach
    void stop() {
        if (engine != null) {
            engine.close();
        }
    }

    private List<Fetched> in(String mailbox, WellKnownFolder place) {
        return server.items(mailbox, place);
    }

    private void later(Duration time) {
        clock.go(time);
    }

    @Test
    void aMailIsSentOnceWithACopyInSentItems() {
        start(Map.of());
        UUID id = outbox.put(ANNA, "Offer", BEN, CARLA);

        assertThat(engine.cycle().successful()).isTrue();
        engine.cycle();

        assertThat(server.sent()).hasSize(1);
        Email sent = server.sent().get(0);
        assertThat(sent.messageId()).isEqualTo("<" + id + "@example.org>");
        assertThat(sent.from().toString()).isEqualTo("Anna Lind <anna@example.org>");
        assertThat(sent.syncKey()).isEqualTo(id.toString());
        assertThat(in(ANNA, WellKnownFolder.SENT_ITEMS)).hasSize(1);
        assertThat(in(ANNA, WellKnownFolder.DRAFTS)).isEmpty();
        assertThat(engine.query("select state, attempts, last_code, profile, transport from outgoing_email"))
                .containsExactly("SENT,0,null,office,ews");
    }

    @Test
    void whatComesBackIsTheSameRecord() {
        start(Map.of());
        outbox.put(ANNA, "To a colleague", BEN);
        engine.cycle();
        engine.cycle();

        assertThat(in(BEN, WellKnownFolder.INBOX)).hasSize(1);
        assertThat(engine.query("select count(*) from record")).containsExactly("1");
        assertThat(engine.query("select mailbox, folder from link")).containsExactly(BEN + ",inbox");
    }

    @Test
    void otherSystemsAreToldHowAMailEndedAndPeopleOfOneThatFailed() throws Exception {
        start(Map.of("publish-change.to", "seda:told"));
        UUID sent = outbox.put(ANNA, "To Ben", BEN);
        UUID failed = outbox.put(ANNA, "To nobody");
        engine.cycle();
        Map<String, JsonNode> told = new HashMap<>();
        try (ConsumerTemplate receiver = engine.context().createConsumerTemplate()) {
            while (told.size() < 2) {
                String body = receiver.receiveBody("seda:told", 20_000, String.class);
                assertThat(body).as("told so far: %s", told).isNotNull();
                JsonNode publication = new ObjectMapper().readTree(body);
                if (publication.path("change").asText().equals("outgoing")) {
                    told.put(publication.path("recordId").asText(), publication);
                }
            }
        }
        assertThat(told.get(sent.toString()).at("/outgoing/state").asText()).isEqualTo("SENT");
        assertThat(told.get(sent.toString()).at("/outgoing/messageId").asText()).contains(sent.toString());
        assertThat(told.get(sent.toString()).has("item")).isFalse();
        assertThat(told.get(failed.toString()).at("/outgoing/code").asText()).isEqualTo("NoRecipient");
        assertThat(told.values()).extracting(one -> one.path("key").asText()).doesNotHaveDuplicates();
        assertThat(engine.query("select alert_key, code from alert where resolved_at is null"))
                .containsExactly("outgoing failed " + ANNA + ",NoRecipient");
    }

    @Test
    void aMailWithoutRecipientFailsAndNeverReachesTheServer() {
        start(Map.of());
        outbox.put(ANNA, "To nobody");
        outbox.put(ANNA, "To nonsense", "no address");
        outbox.put(ANNA, "To Ben", BEN);

        assertThat(engine.cycle().successful()).isTrue();

        assertThat(engine.query(STATES)).containsExactly("FAILED,NoRecipient", "FAILED,BadAddress", "SENT,null");
        assertThat(server.calls(TransportOperation.create)).isEqualTo(1);
    }

    @Test
    void aLostAnswerToTheDraftLeadsToNoSecondDraft() {
        start(Map.of());
        outbox.put(ANNA, "Offer", BEN);
        server.loseNextAnswer(TransportOperation.create);
        engine.cycle();
        assertThat(server.sent()).isEmpty();
        assertThat(engine.query(STATES)).containsExactly("SENDING,Network");

        later(Duration.ofMinutes(2));
        engine.cycle();

        assertThat(server.sent()).hasSize(1);
        assertThat(server.calls(TransportOperation.create)).isEqualTo(1);
        assertThat(engine.query(STATES)).containsExactly("SENT,null");
    }

    @Test
    void aLostAnswerToSendingLeadsToNoSecondMail() {
        start(Map.of());
        outbox.put(ANNA, "Offer", BEN);
        server.loseNextAnswer(TransportOperation.send);
        engine.cycle();
        assertThat(engine.query(STATES)).containsExactly("SENDING,Network");

        later(Duration.ofMinutes(2));
        engine.cycle();

        assertThat(server.sent()).hasSize(1);
        assertThat(server.calls(TransportOperation.send)).isEqualTo(1);
        assertThat(engine.query("select state, sent_item_id from outgoing_email"))
                .containsExactly("SENT,"
                        + in(ANNA, WellKnownFolder.SENT_ITEMS).get(0).id().id());
    }

    @Test
    void aDraftThatWasNotSentIsSentLater() {
        start(Map.of());
        outbox.put(ANNA, "Offer", BEN);
        server.failNext(TransportOperation.send, "ErrorServerBusy");
        engine.cycle();
        assertThat(in(ANNA, WellKnownFolder.DRAFTS)).hasSize(1);

        later(Duration.ofMinutes(2));
        engine.cycle();

        assertThat(server.sent()).hasSize(1);
        assertThat(server.calls(TransportOperation.create)).isEqualTo(1);
        assertThat(in(ANNA, WellKnownFolder.DRAFTS)).isEmpty();
    }

    @Test
    void aCopyThatARuleMovedAwayMakesTheMailUncertainAndItIsNeverSentAgainByItself() {
        start(Map.of());
        UUID id = outbox.put(ANNA, "Offer", BEN);
        server.loseNextAnswer(TransportOperation.send);
        engine.cycle();
        server.move(ANNA, in(ANNA, WellKnownFolder.SENT_ITEMS).get(0).id(), WellKnownFolder.DELETED_ITEMS);
        later(Duration.ofMinutes(2));
        engine.cycle();

        assertThat(engine.query(STATES)).containsExactly("UNCERTAIN,SentOrDeleted");
        assertThat(engine.query("select alert_key, cure from alert where resolved_at is null"))
                .hasSize(1)
                .first()
                .asString()
                .contains("outgoing sent " + id, "outgoing send-again " + id);
        for (int i = 0; i < 40; i++) {
            later(Duration.ofHours(1));
            engine.tick();
        }
        assertThat(server.sent()).hasSize(1);
        assertThat(engine.query(
                        "select due_at > timestamp with time zone '9000-01-01 00:00:00+00' from outgoing_email"))
                .containsExactly("TRUE");
    }

    @Test
    void anUncertainMailWhoseCopyTurnsUpIsSent() {
        start(Map.of());
        outbox.put(ANNA, "Offer", BEN);
        server.loseNextAnswer(TransportOperation.send);
        engine.cycle();
        server.move(ANNA, in(ANNA, WellKnownFolder.SENT_ITEMS).get(0).id(), WellKnownFolder.DELETED_ITEMS);
        later(Duration.ofMinutes(2));
        engine.cycle();
        server.move(ANNA, in(ANNA, WellKnownFolder.DELETED_ITEMS).get(0).id(), WellKnownFolder.SENT_ITEMS);
        later(Duration.ofMinutes(10));
        engine.cycle();

        assertThat(engine.query(STATES)).containsExactly("SENT,null");
        assertThat(engine.query("select count(*) from alert where resolved_at is null"))
                .containsExactly("0");
    }

    @Test
    void aMailThatTheServerRefusesFailsAndItsDraftIsThrownAway() {
        start(Map.of());
        outbox.put(ANNA, "Too large", BEN);
        server.failNext(TransportOperation.send, "ErrorMessageSizeExceeded");
        engine.cycle();
        assertThat(engine.query(STATES)).containsExactly("FAILED,ErrorMessageSizeExceeded");

        engine.cycle();

        assertThat(in(ANNA, WellKnownFolder.DRAFTS)).isEmpty();
        assertThat(server.sent()).isEmpty();
        assertThat(engine.query("select state, draft_id from outgoing_email")).containsExactly("FAILED,null");
    }

    @Test
    void aMailboxThatIsFullPostponesOnlyWhatLeaves() {
        start(Map.of());
        outbox.put(ANNA, "Offer", BEN);
        server.failNext(TransportOperation.create, "ErrorQuotaExceeded");
        engine.cycle();

        assertThat(engine.query("select mailbox, direction, state from mailbox_direction"))
                .containsExactly(ANNA + ",OUTGOING,DISABLED");
        server.put(ANNA, WellKnownFolder.INBOX, Samples.email("Comes in"));
        assertThat(engine.cycle().totals().created()).isEqualTo(1);
        assertThat(server.sent()).isEmpty();

        engine.database().directions().enable(ANNA, org.exchangesync.profile.Direction.OUTGOING, "olga");
        engine.cycle();
        assertThat(server.sent()).hasSize(1);
    }

    @Test
    void mailWaitsWhereThisProgramDoesNotSend() {
        profiles = profiles.replace("name: Anna Lind", "outgoingEmail: none");
        start(Map.of());
        outbox.put(ANNA, "Offer", BEN);
        engine.cycle();

        assertThat(server.sent()).isEmpty();
        assertThat(engine.query(STATES)).containsExactly("PENDING_SEND,null");
    }

    @Test
    void noMoreLeavesInAMinuteThanAllowed() {
        start(Map.of("exchangesync.outgoing.perMinute", "3"));
        for (int i = 0; i < 7; i++) {
            outbox.put(ANNA, "Mail " + i, CARLA);
        }
        engine.cycle();
        engine.cycle();
        assertThat(server.sent()).hasSize(3);

        later(Duration.ofSeconds(61));
        engine.cycle();
        assertThat(server.sent()).hasSize(6);
        assertThat(server.sent()).extracting(Email::subject).startsWith("Mail 0", "Mail 1", "Mail 2", "Mail 3");
    }

    @Test
    void soMuchAtOnceAsksAPersonFirst() {
        start(Map.of("exchangesync.outgoing.guard", "5"));
        for (int i = 0; i < 6; i++) {
            outbox.put(ANNA, "Mail " + i, CARLA);
        }
        outbox.put(BEN, "From Ben", CARLA);
        engine.cycle();

        assertThat(server.sent()).extracting(Email::subject).containsExactly("From Ben");
        assertThat(engine.query("select alert_key, code from alert where resolved_at is null"))
                .containsExactly("outgoing hold " + ANNA + ",MassSend");
        assertThat(engine.query("select mailbox, pending from outgoing_hold")).containsExactly(ANNA + ",6");
    }

    @Test
    void aMailThatWasBegunElsewhereWaitsForThatServer() {
        start(Map.of());
        UUID id = outbox.put(ANNA, "Offer", BEN);
        outbox.run("UPDATE outgoing_email SET state = 'SENDING', profile = 'old', transport = 'pop-smtp',"
                + " begun_at = CURRENT_TIMESTAMP");
        engine.cycle();

        assertThat(server.sent()).isEmpty();
        assertThat(engine.query("select state, profile from outgoing_email")).containsExactly("SENDING,old");
        assertThat(engine.query("select code from alert where alert_key = 'outgoing " + id + "'"))
                .containsExactly("OtherProfile");
    }

    @Test
    void aStepMayRefuseAMail() throws IOException {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        Path route = routes.resolve("send-email.camel.yaml");
        String own = Files.readString(route).replaceAll("(?m)^              # (- filter:|    )", "              $1");
        assertThat(own).contains("              - filter:");
        Files.writeString(route, own.replace("== null", "contains 'secret'"));
        start(routes, Map.of());
        outbox.put(ANNA, "A secret", BEN);
        outbox.put(ANNA, "No such thing", BEN);
        engine.cycle();

        assertThat(engine.query(STATES)).containsExactly("FAILED,RefusedByStep", "SENT,null");
        assertThat(server.sent()).extracting(Email::subject).containsExactly("No such thing");
    }

    private void submitOnly() {
        server.capabilities(ItemKind.EMAIL, EnumSet.of(Capability.SUBMIT, Capability.DELETES));
    }

    @Test
    void aServerWithoutDraftsIsHandedTheMessageAndTellsWhomItRefuses() {
        submitOnly();
        start(Map.of());
        server.refuseRecipient(CARLA);
        outbox.put(ANNA, "Offer", BEN, CARLA);
        engine.cycle();

        assertThat(server.calls(TransportOperation.create)).isZero();
        assertThat(engine.query("select state, server_reply from outgoing_email"))
                .containsExactly("SENT,250 2.0.0 queued as 1");
        assertThat(engine.query("select address, reply, is_permanent from outgoing_refusal"))
                .containsExactly(CARLA + ",550 5.1.1 no such user,TRUE");
    }

    @Test
    void aLostAnswerOfAServerThatCantBeAskedIsHeld() {
        submitOnly();
        start(Map.of());
        outbox.put(ANNA, "Offer", BEN);
        server.loseNextAnswer(
                TransportOperation.submit,
                new TransportException(TransportException.OUTCOME_UNKNOWN, "cut behind the final dot", null));
        engine.cycle();
        later(Duration.ofHours(3));
        engine.cycle();

        assertThat(engine.query(STATES)).containsExactly("UNCERTAIN,OutcomeUnknown");
        assertThat(server.sent()).hasSize(1);
    }

    @Test
    void aLostAnswerOfAServerThatCantBeAskedMayBeSentAgainWithTheSameMessageId() {
        submitOnly();
        start(Map.of("exchangesync.outgoing.lostAnswer", "resend"));
        outbox.put(ANNA, "Offer", BEN);
        server.loseNextAnswer(
                TransportOperation.submit,
                new TransportException(TransportException.OUTCOME_UNKNOWN, "cut behind the final dot", null));
        engine.cycle();
        later(Duration.ofMinutes(3));
        engine.cycle();

        assertThat(engine.query(STATES)).containsExactly("SENT,null");
        assertThat(server.sent()).hasSize(2);
        assertThat(server.sent().get(0).messageId())
                .isEqualTo(server.sent().get(1).messageId());
    }

    @Test
    void aRefusedConnectionLeavesTheMailFreeForAnotherServer() {
        submitOnly();
        start(Map.of());
        outbox.put(ANNA, "Offer", BEN);
        server.failNext(TransportOperation.submit, TransportException.NETWORK);
        engine.cycle();

        assertThat(engine.query("select state, profile, begun_at from outgoing_email"))
                .containsExactly("PENDING_SEND,null,null");
        later(Duration.ofMinutes(3));
        engine.cycle();
        assertThat(server.sent()).hasSize(1);
    }
}
