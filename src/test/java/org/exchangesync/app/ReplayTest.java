package org.exchangesync.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.exchangesync.ews.EwsComponent;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Samples;
import org.exchangesync.item.mime.EmailParser;
import org.exchangesync.item.mime.MailboxProperties;
import org.exchangesync.item.mime.MimeLimits;
import org.exchangesync.item.mime.UnreadableMimeException;
import org.exchangesync.profile.Direction;
import org.exchangesync.sync.deadletter.ActResult;
import org.exchangesync.sync.deadletter.DeadLetterStore;
import org.exchangesync.sync.deadletter.LetterQuery;
import org.exchangesync.sync.deadletter.ReplayForecast;
import org.exchangesync.sync.deadletter.ReplayOptions;
import org.exchangesync.sync.deadletter.StoredLetter;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MemoryTransport;
import org.exchangesync.transport.TransportOperation;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters and their replays, through the engine's own routes, over a server in memory and a real database. */
public class ReplayTest {
    private static final String ANNA = "anna@example.org";
    private static final String BEN = "ben@example.org";
    private static final FolderRef UNDELIVERABLE = FolderRef.below(WellKnownFolder.INBOX, "Undeliverable");
    private static final String PROFILES = """
            profiles:
              - name: office
                incomingServerLocation: https://mail.example.org/EWS/Exchange.asmx
                username: svc
                password: "{{env:NO_SUCH_VARIABLE:secret}}"
                moveFailedEmailsToUndeliverable: true
            mailboxes:
              - address: anna@example.org
                profile: office
              - address: ben@example.org
                profile: office
                deleteEmailsAfterProcessing: true
            """;

    /** What the step that stands for another system does with items of a title. */
    private static final Set<String> REFUSED = ConcurrentHashMap.newKeySet();

    private static final Set<String> AWAY = ConcurrentHashMap.newKeySet();

    @TempDir
    Path folder;

    private final MemoryTransport server = new MemoryTransport().mailbox(ANNA).mailbox(BEN);
    private Engine engine;
    private DeadLetterStore letters;

    @BeforeEach
    void start() throws IOException {
        REFUSED.clear();
        AWAY.clear();
        Path routes = Files.createDirectory(folder.resolve("routes"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        for (String kind : List.of("email", "contact")) {
            Path file = routes.resolve("receive-" + kind + ".camel.yaml");
            String text = Files.readString(file);
            int record = text.lastIndexOf("        - bean:");
            Files.writeString(file, text.substring(0, record) + """
                            - bean:
                                beanType: org.exchangesync.app.ReplayTest
                                method: ask
                    """.indent(0) + text.substring(record));
        }
        start(Map.of());
    }

    private void start(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("publish-change.to", "mock:changes");
        properties.put("publish-change.from", "direct:publish");
        properties.put("clean-dead-letters.from", "direct:clean");
        properties.put("redelivery.attempts", "0");
        engine = new Engine(
                folder, PROFILES, new EwsComponent(settings -> server), folder.resolve("routes"), properties);
        letters = engine.database().deadLetterStore();
    }

    private String forecast(long id) {
        return new ReplayForecast(letters, engine.database().syncStore(), folder)
                .of(letters.get(id).orElseThrow(), ReplayOptions.DEFAULT);
    }

    private void restart(Map<String, String> more) {
        engine.close();
        start(more);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    /** Stands for the call of another system. */
    public static void ask(Item item) throws IOException {
        if (AWAY.contains(item.title())) {
            throw new ConnectException("connection refused");
        }
        if (REFUSED.contains(item.title())) {
            throw new IllegalArgumentException("no such customer");
        }
    }

    // ── what is stored after all ────────────────────────────────────────────────────────────────────────────────────

    @Test
    void aReplayedMailIsStoredAndGoesBackToTheInbox() {
        refuse("Offer");
        server.put(ANNA, WellKnownFolder.INBOX, mail("Offer"));
        engine.cycle();
        assertThat(subjects(UNDELIVERABLE)).containsExactly("Offer");
        assertThat(categories(UNDELIVERABLE)).containsExactly("Undeliverable");

        mend("Offer");
        assertThat(forecast(only()))
                .startsWith("would be taken as it was, on from the step that refused it (step 2")
                .endsWith("; a new record; the mail goes back to the Inbox");
        assertThat(engine.query("select count(*) from record"))
                .as("nothing was done")
                .containsExactly("0");
        StoredLetter letter = replay(only());

        assertThat(letter.state()).hasToString("REPLAYED");
        assertThat(letter.replay().lastResult()).startsWith("stored as record ").endsWith("goes back to the Inbox");
        assertThat(letter.moved().where()).hasToString("MOVED_BACK");
        assertThat(subjects(UNDELIVERABLE)).isEmpty();
        assertThat(subjects(FolderRef.of(WellKnownFolder.INBOX))).containsExactly("Offer");
        assertThat(categories(FolderRef.of(WellKnownFolder.INBOX))).isEmpty();

        refuse("Offer"); // no step is asked about the mail that comes back
        engine.cycle();
        assertThat(engine.query("select count(*) from email")).containsExactly("1");
        assertThat(engine.query("select version from record")).containsExactly("1");
        assertThat(engine.query("select item_id, folder from link"))
                .containsExactly(
                        server.items(ANNA, WellKnownFolder.INBOX).get(0).id().id() + ",inbox");
        assertThat(engine.query("select count(*) from publication")).containsExactly("1");
        assertThat(engine.query("select count(*) from dead_letter")).containsExactly("1");
        assertThat(engine.query("select count(*) from remote_action where state = 'OWED'"))
                .containsExactly("0");
    }

    @Test
    void replayingTwiceMakesNoSecondRecordAndNoSecondPublication() {
        refuse("Offer");
        server.put(ANNA, WellKnownFolder.INBOX, mail("Offer"));
        engine.cycle();
        mend("Offer");
        long id = only();
        replay(id);

        ActResult again = letters.requestReplay(LetterQuery.of(List.of(id)), ReplayOptions.DEFAULT, "olga");
        assertThat(again.refused().get(id)).contains("REPLAYED");
        engine.query(
                "select 1 from final table (update dead_letter set state = 'REPLAYING', replay_due_at = last_seen)");
        engine.cycle();

        assertThat(letters.get(id).orElseThrow().state().isResolved()).isTrue();
        assertThat(engine.query("select count(*) from record")).containsExactly("1");
        assertThat(engine.query("select count(*) from publication")).containsExactly("1");
    }

    @Test
    void whatArrivedMeanwhileIsRecognised() {
        refuse("Offer");
        server.put(ANNA, WellKnownFolder.INBOX, mail("Offer"));
        engine.cycle();
        mend("Offer");
        server.put(BEN, WellKnownFolder.INBOX, mail("Offer"));
        engine.cycle();
        assertThat(engine.query("select count(*) from email")).containsExactly("1");
        assertThat(forecast(only()))
                .contains("recognised as record "
                        + engine.query("select record_id from record").get(0));

        StoredLetter letter = replay(only());

        assertThat(letter.replay().lastResult()).startsWith("recognised as record ");
        assertThat(engine.query("select count(*) from email")).containsExactly("1");
        assertThat(engine.query("select count(*) from publication where change_type = 'CREATE'"))
                .containsExactly("1");
    }

    @Test
    void aNewerVersionThatWasStoredSettlesTheLetter() {
        refuse("Zoë");
        ItemId contact = server.put(ANNA, WellKnownFolder.CONTACTS, Samples.contact("Zoë", null));
        engine.cycle();
        assertThat(engine.query("select state from dead_letter")).containsExactly("OPEN");

        server.replace(ANNA, contact, Samples.contact("Zoë Brontë", null));
        engine.cycle();

        assertThat(engine.query("select state, resolved_by from dead_letter")).containsExactly("ARRIVED,engine");
        assertThat(engine.query("select display_name from contact")).containsExactly("Zoë Brontë");
    }

    @Test
    void anOldLetterNeverOverwritesANewerVersion() {
        refuse("Zoë");
        ItemId contact = server.put(ANNA, WellKnownFolder.CONTACTS, Samples.contact("Zoë", null));
        engine.cycle();
        mend("Zoë");
        letters.requestReplay(LetterQuery.OPEN, ReplayOptions.DEFAULT, "olga");
        // changed after the folder was read, so that the replay of the old version comes first
        server.failNext(TransportOperation.changes, "ErrorServerBusy");
        server.replace(ANNA, contact, Samples.contact("Zoë Brontë", null));
        engine.cycle();

        assertThat(engine.query("select display_name from contact")).containsExactly("Zoë Brontë");
    }

    @Test
    void aContactThatIsNoLongerThereIsNotStored() {
        refuse("Zoë");
        ItemId contact = server.put(ANNA, WellKnownFolder.CONTACTS, Samples.contact("Zoë", null));
        engine.cycle();
        mend("Zoë");
        server.delete(ANNA, contact);

        StoredLetter letter = replay(only());

        assertThat(letter.state()).hasToString("DISCARDED");
        assertThat(letter.resolution().text()).contains("no longer in the mailbox");
        assertThat(engine.query("select count(*) from record")).containsExactly("0");
    }

    @Test
    void aContactIsStoredAndLinkedWhereItIs() {
        refuse("Zoë");
        ItemId contact = server.put(ANNA, WellKnownFolder.CONTACTS, Samples.contact("Zoë", null));
        engine.cycle();
        mend("Zoë");
        replay(only());

        assertThat(engine.query("select item_id, folder from link")).containsExactly(contact.id() + ",contacts");
        assertThat(engine.cycle().totals().changedAnything()).isFalse();
    }

    @Test
    void aMailThatIsNoLongerThereIsStoredAllTheSame() {
        refuse("Offer");
        server.put(ANNA, WellKnownFolder.INBOX, mail("Offer"));
        engine.cycle();
        server.delete(ANNA, server.items(ANNA, UNDELIVERABLE).get(0).id());
        mend("Offer");

        StoredLetter letter = replay(only());

        assertThat(letter.replay().lastResult()).contains("no longer in the mailbox");
        assertThat(engine.query("select subject from email")).containsExactly("Offer");
        assertThat(engine.query("select gone_at is not null from record")).containsExactly("TRUE");
        assertThat(engine.query("select count(*) from link")).containsExactly("0");
    }

    @Test
    void aMailThatItsOwnerPutBackIsFoundByItsMessageId() {
        refuse("Offer");
        server.put(ANNA, WellKnownFolder.INBOX, mail("Offer"));
        engine.cycle();
        letters.requestReplay(LetterQuery.OPEN, ReplayOptions.DEFAULT, "olga");
        server.failNext(TransportOperation.changes, "ErrorInternalServerError");
        ItemId back = server.move(ANNA, server.items(ANNA, UNDELIVERABLE).get(0).id(), WellKnownFolder.INBOX);
        mend("Offer");
        engine.cycle();

        assertThat(engine.query("select item_id from link")).containsExactly(back.id());
        assertThat(letters.get(only()).orElseThrow().state().isResolved()).isTrue();
    }

    @Test
    void processedMailIsDeletedAlsoAfterAReplay() {
        refuse("Offer");
        server.put(BEN, WellKnownFolder.INBOX, mail("Offer"));
        engine.cycle();
        mend("Offer");

        StoredLetter letter = replay(only());

        assertThat(letter.replay().lastResult()).contains("deleted");
        assertThat(server.items(BEN, UNDELIVERABLE)).isEmpty();
        assertThat(server.items(BEN, WellKnownFolder.INBOX)).isEmpty();
        assertThat(engine.query("select count(*) from link")).containsExactly("0");
        assertThat(engine.query("select subject from email")).containsExactly("Offer");
    }

    // ── what was kept, fetched, edited ──────────────────────────────────────────────────────────────────────────────

    @Test
    void editedContentIsStoredAndTheMailboxsOwnComesBackAsTheSameRecord() {
        refuse("Offer");
        server.put(ANNA, WellKnownFolder.INBOX, mail("Offer"));
        engine.cycle();
        long id = only();
        String mime = original(id).replace("Subject: Offer", "Subject: Offer of Ben's");
        letters.editOriginal(id, Content.of(mime.getBytes(StandardCharsets.UTF_8)), "olga");

        StoredLetter letter = replay(id);
        engine.cycle();

        assertThat(letter.state()).hasToString("REPLAYED");
        assertThat(engine.query("select subject from email")).containsExactly("Offer of Ben's");
        assertThat(original(id)).contains("Subject: Offer\r\n");
        assertThat(engine.query("select count(*) from link")).containsExactly("1");
        assertThat(engine.query("select count(*) from dead_letter")).containsExactly("1");
    }

    @Test
    void anEditedItemThatIsNoItemIsToldSo() {
        refuse("Zoë");
        server.put(ANNA, WellKnownFolder.CONTACTS, Samples.contact("Zoë", null));
        engine.cycle();
        long id = only();
        String json = letters.texts(id).orElseThrow().item();
        letters.editItem(id, json.replace("\"displayName\"", "\"displayNam\""), "olga");

        StoredLetter failed = replay(id);
        assertThat(failed.state()).hasToString("OPEN");
        assertThat(failed.failure().code()).isEqualTo("EditedItemUnreadable");
        assertThat(failed.failure().cause()).contains("displayNam");

        letters.editItem(id, json.replace("Zoë", "Zoe"), "olga");
        replay(id);
        assertThat(engine.query("select display_name from contact")).containsExactly("Zoe");
    }

    @Test
    void whatTheServerCouldNotReadIsFetchedWhenItWasMended() {
        ItemId broken = server.putUnreadable(
                ANNA, WellKnownFolder.TASKS, ItemKind.TASK, new ItemFault("ErrorItemCorrupt", "damaged"), null);
        engine.cycle();
        long id = only();
        StoredLetter failed = replay(id);
        assertThat(failed.state()).hasToString("OPEN");
        assertThat(failed.failure().attempts()).isEqualTo(2);

        letters.requestReplay(LetterQuery.OPEN, ReplayOptions.DEFAULT, "olga");
        server.failNext(TransportOperation.changes, "ErrorServerBusy");
        server.replace(ANNA, broken, Samples.task("Call back", null));
        engine.cycle();
        assertThat(engine.query("select subject from task")).containsExactly("Call back");
        assertThat(letters.get(id).orElseThrow().state().isResolved()).isTrue();
    }

    @Test
    void aDiscardedItemStaysOutWhenItsFolderIsReadAgain() {
        refuse("Zoë");
        server.put(ANNA, WellKnownFolder.CONTACTS, Samples.contact("Zoë", null));
        engine.cycle();
        letters.discard(LetterQuery.OPEN, "a test of ours", "olga");
        mend("Zoë");
        server.expireStates();

        assertThat(engine.cycle().totals().skipped()).isEqualTo(1);
        assertThat(engine.query("select count(*) from contact")).containsExactly("0");
        assertThat(engine.query("select state, attempts from dead_letter")).containsExactly("DISCARDED,1");
    }

    @Test
    void whatWasResolvedLongAgoIsDeletedAndWhatIsOpenStays() {
        refuse("Old");
        refuse("Open");
        server.put(ANNA, WellKnownFolder.CONTACTS, Samples.contact("Old", null));
        engine.cycle();
        letters.discard(LetterQuery.OPEN, "a test of ours", "olga");
        server.put(ANNA, WellKnownFolder.CONTACTS, Samples.contact("Open", null));
        engine.cycle();
        engine.context().createProducerTemplate().sendBody("direct:clean", null);
        assertThat(engine.query("select count(*) from dead_letter")).containsExactly("2");

        makeDue("dead_letter", "resolved_at");
        engine.context().createProducerTemplate().sendBody("direct:clean", null);

        assertThat(engine.query("select title from dead_letter")).containsExactly("Open");
        assertThat(engine.query("select distinct act from audit where who <> 'files'"))
                .containsExactly("discarded");
    }

    // ── what fails again, or waits ──────────────────────────────────────────────────────────────────────────────────

    @Test
    void aReplayThatWaitsKeepsAMailboxDueThatIsDisabled() {
        refuse("Offer");
        server.put(ANNA, WellKnownFolder.INBOX, mail("Offer"));
        engine.cycle();
        for (Direction direction : Direction.values()) {
            engine.database().directions().disable(ANNA, direction, "on holiday", "olga");
        }
        mend("Offer");
        AWAY.add("Offer");
        letters.requestReplay(LetterQuery.of(List.of(only())), ReplayOptions.DEFAULT, "olga");
        engine.cycle();
        assertThat(engine.query("select count(*) from mailbox m join dead_letter l on l.mailbox = m.mailbox"
                        + " where m.due_at = l.replay_due_at"))
                .containsExactly("1");
    }

    @Test
    void aReplayThatIsAskedForWhileTheMailboxIsWorkedOnIsNotForgotten() {
        refuse("Offer");
        server.put(ANNA, WellKnownFolder.INBOX, mail("Offer"));
        engine.cycle();
        mend("Offer");
        long id = only();
        AtomicBoolean asked = new AtomicBoolean();
        server.listen(call -> {
            // the actions stand behind the replays of the cycle
            if (call.operation() == TransportOperation.move && asked.compareAndSet(false, true)) {
                letters.requestReplay(LetterQuery.of(List.of(id)), ReplayOptions.DEFAULT, "olga");
            }
        });
        refuse("Another");
        server.put(ANNA, WellKnownFolder.INBOX, mail("Another"));
        restart(Map.of("exchangesync.pollingInterval", "3600"));
        engine.query(
                "select 1 from final table (update mailbox set due_at = timestamp with time zone '2000-01-01 00:00:00Z')");
        engine.cycle();
        assertThat(asked).isTrue();
        engine.tick();
        assertThat(letters.get(id).orElseThrow().state()).hasToString("REPLAYED");
    }

    @Test
    void whatIsRefusedAgainIsOpenAgainAndCounted() {
        refuse("Offer");
        server.put(ANNA, WellKnownFolder.INBOX, mail("Offer"));
        engine.cycle();

        StoredLetter letter = replay(only());

        assertThat(letter.state()).hasToString("OPEN");
        assertThat(letter.failure().attempts()).isEqualTo(2);
        assertThat(letter.replay().lastResult())
                .startsWith("failed again in receive-email")
                .contains("no such customer");
        assertThat(subjects(UNDELIVERABLE)).containsExactly("Offer");
        assertThat(engine.query("select count(*) from dead_letter")).containsExactly("1");
    }

    @Test
    void aTargetThatIsAwayKeepsItReplayingAndTheOthersAreNotTriedInVain() {
        restart(Map.of("exchangesync.breaker.pause", "0"));
        for (String subject : List.of("One", "Two", "Three")) {
            refuse(subject);
            server.put(ANNA, WellKnownFolder.INBOX, mail(subject));
        }
        engine.cycle();
        REFUSED.clear();
        AWAY.addAll(List.of("One", "Two", "Three"));
        letters.requestReplay(LetterQuery.OPEN, ReplayOptions.DEFAULT, "olga");
        engine.cycle();

        assertThat(engine.query("select state, replay_waits from dead_letter order by replay_waits"))
                .containsExactly("REPLAYING,0", "REPLAYING,0", "REPLAYING,1");
        assertThat(engine.query("select last_replay_result from dead_letter where replay_waits = 1"))
                .singleElement()
                .asString()
                .startsWith("waits, tried again at")
                .contains("connection refused");
        assertThat(engine.query("select count(*) from email")).containsExactly("0");

        AWAY.clear();
        engine.cycle();
        assertThat(engine.query("select count(*) from email")).containsExactly("2");
        makeDue("dead_letter", "replay_due_at");
        engine.cycle();
        assertThat(engine.query("select count(*) from email")).containsExactly("3");
    }

    @Test
    void replaysAreHeldToTheirRate() {
        restart(Map.of("exchangesync.replay.perMinute", "2", "exchangesync.replay.perCycle", "3"));
        for (String subject : List.of("One", "Two", "Three", "Four")) {
            refuse(subject);
            server.put(ANNA, WellKnownFolder.INBOX, mail(subject));
        }
        engine.cycle();
        REFUSED.clear();
        letters.requestReplay(LetterQuery.OPEN, ReplayOptions.DEFAULT, "olga");
        engine.cycle();
        engine.cycle();

        assertThat(engine.query("select count(*) from email")).containsExactly("2");
        assertThat(engine.query("select count(*) from dead_letter where state = 'REPLAYING'"))
                .containsExactly("2");
    }

    // ── Undeliverable ───────────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void aFullMailboxKeepsItsMailIsAskedOnceADayAndIsReadOn() {
        for (int i = 0; i < 20; i++) {
            refuse("Bad " + i);
            server.put(ANNA, WellKnownFolder.INBOX, mail("Bad " + i));
        }
        server.put(ANNA, WellKnownFolder.INBOX, mail("Good"));
        server.failNext(TransportOperation.ensureFolder, "ErrorQuotaExceeded");

        Summary summary = engine.cycle();

        assertThat(summary.totals().created()).isEqualTo(1);
        assertThat(server.calls(TransportOperation.ensureFolder)).isEqualTo(1);
        assertThat(server.calls(TransportOperation.move)).isZero();
        assertThat(engine.query("select moved, count(*) from dead_letter group by moved"))
                .containsExactly("NOT_MOVED,20");
        assertThat(engine.query("select distinct moved_reason from dead_letter"))
                .singleElement()
                .asString()
                .contains("ErrorQuotaExceeded", "once a day");
        engine.cycle();
        assertThat(server.calls(TransportOperation.ensureFolder)).isEqualTo(1);
        assertThat(engine.query("select count(*) from remote_action where state = 'OWED'"))
                .containsExactly("20");

        makeDue("remote_action", "due_at");
        engine.cycle();
        assertThat(server.items(ANNA, UNDELIVERABLE)).hasSize(20);
        assertThat(engine.query("select moved, count(*) from dead_letter group by moved"))
                .containsExactly("MOVED,20");
    }

    @Test
    void aMissingRightIsToldWithTheLetter() {
        refuse("Bad");
        server.put(ANNA, WellKnownFolder.INBOX, mail("Bad"));
        server.failNext(TransportOperation.ensureFolder, "ErrorCreateSubfolderAccessDenied");
        engine.cycle();

        StoredLetter letter = letters.get(only()).orElseThrow();
        assertThat(letter.moved().where()).hasToString("NOT_MOVED");
        assertThat(letter.moved().reason()).contains("make it by hand below the Inbox");

        // stored from where it is, and not moved away any more
        mend("Bad");
        replay(letter.id());
        makeDue("remote_action", "due_at");
        engine.cycle();
        assertThat(subjects(FolderRef.of(WellKnownFolder.INBOX))).containsExactly("Bad");
        assertThat(engine.query("select state from remote_action")).containsExactly("SUPERSEDED");
        assertThat(engine.query("select count(*) from link")).containsExactly("1");
    }

    @Test
    void aMoveThatFailsIsTriedThreeTimesInAll() {
        refuse("Bad");
        server.put(ANNA, WellKnownFolder.INBOX, mail("Bad"));
        for (int i = 0; i < 4; i++) {
            server.failNext(TransportOperation.move, "ErrorMoveCopyFailed");
        }
        for (int i = 0; i < 5; i++) {
            engine.cycle();
            makeDue("remote_action", "due_at");
        }
        assertThat(server.calls(TransportOperation.move)).isEqualTo(3);
        assertThat(letters.get(only()).orElseThrow().moved().reason())
                .startsWith("given up")
                .contains("MoveCopy");
    }

    @Test
    void aMoveBackThatFailsIsOwedAndDoneLater() {
        refuse("Offer");
        server.put(ANNA, WellKnownFolder.INBOX, mail("Offer"));
        engine.cycle();
        mend("Offer");
        server.loseNextAnswer(TransportOperation.move);
        StoredLetter letter = replay(only());
        assertThat(letter.state()).hasToString("REPLAYED");
        assertThat(engine.query("select type, state from remote_action where state = 'OWED'"))
                .containsExactly("MOVE_BACK,OWED");

        // the mail is in the Inbox already, under an id that we were never told
        refuse("Offer");
        makeDue("mailbox", "due_at");
        makeDue("remote_action", "due_at");
        engine.cycle();
        engine.cycle();
        assertThat(engine.query("select count(*) from remote_action where state = 'OWED'"))
                .containsExactly("0");
        assertThat(engine.query("select count(*) from email")).containsExactly("1");
        assertThat(engine.query("select count(*) from link")).containsExactly("1");
        assertThat(engine.query("select count(*) from dead_letter")).containsExactly("1");
        assertThat(subjects(FolderRef.of(WellKnownFolder.INBOX))).containsExactly("Offer");
    }

    @Test
    void malwareIsNeitherKeptNorReplayed() {
        server.putUnreadable(
                ANNA,
                WellKnownFolder.INBOX,
                ItemKind.EMAIL,
                new ItemFault("ErrorVirusDetected", "malware"),
                Content.of("malware".getBytes(StandardCharsets.UTF_8)));
        engine.cycle();
        assertThat(engine.query("select original_sha256 from dead_letter")).containsExactly("null");
        assertThat(engine.query("select count(*) from content")).containsExactly("0");
        assertThat(letters.requestReplay(LetterQuery.OPEN, ReplayOptions.DEFAULT, "olga")
                        .done())
                .isEmpty();
    }

    // ── helpers ─────────────────────────────────────────────────────────────────────────────────────────────────────

    /** A mail that says what its bytes say. */
    private Email mail(String subject) {
        try {
            return new EmailParser(MimeLimits.DEFAULT, 1 << 20, folder)
                    .parse(Samples.email(subject).original(), MailboxProperties.received(Samples.RECEIVED));
        } catch (UnreadableMimeException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void refuse(String title) {
        REFUSED.add(title);
    }

    private void mend(String title) {
        REFUSED.remove(title);
    }

    private long only() {
        List<StoredLetter> all = letters.find(LetterQuery.ALL);
        assertThat(all).hasSize(1);
        return all.get(0).id();
    }

    private StoredLetter replay(long id) {
        ActResult asked = letters.requestReplay(LetterQuery.of(List.of(id)), ReplayOptions.DEFAULT, "olga");
        assertThat(asked.done()).containsExactly(id);
        engine.cycle();
        return letters.get(id).orElseThrow();
    }

    private String original(long id) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(letters.copyOriginal(id, bytes)).isTrue();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private List<String> subjects(FolderRef where) {
        return server.items(ANNA, where).stream()
                .map(fetched -> fetched.item().title())
                .toList();
    }

    private Set<String> categories(FolderRef where) {
        Set<String> all = new HashSet<>();
        server.items(ANNA, where).forEach(fetched -> all.addAll(((Email) fetched.item()).categories()));
        return all;
    }

    private void makeDue(String table, String column) {
        engine.query("select 1 from final table (update " + table + " set " + column
                + " = timestamp with time zone '2000-01-01 00:00:00Z' where " + column + " is not null)");
    }
}
