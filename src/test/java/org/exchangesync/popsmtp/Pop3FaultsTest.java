package org.exchangesync.popsmtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.exchangesync.item.Change;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.ChangeQuery;
import org.exchangesync.transport.ChangeSession;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.DeleteMode;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.ItemContents;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.MemorySyncStateRepository;
import org.exchangesync.transport.Secret;
import org.exchangesync.transport.SyncState;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WellKnownFolder;
import org.exchangesync.transport.WireListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** POP3 servers that misbehave: nothing is lost, nothing comes twice, and what is wrong is told by its code. */
class Pop3FaultsTest {
    private static final MailboxRef ANNA = MailboxRef.of("anna@example.org");
    private static final FolderRef INBOX = FolderRef.of(WellKnownFolder.INBOX);

    @TempDir
    Path spool;

    private final ScriptedPop3 server = new ScriptedPop3();
    private final MemorySyncStateRepository states = new MemorySyncStateRepository();
    private final List<String> heard = new ArrayList<>();
    private PopSmtpTransport transport;

    @AfterEach
    void stop() {
        server.close();
    }

    private PopSmtpTransport transport() {
        if (transport == null) {
            WireListener listener = (said, answer) -> heard.add(said + " -> " + answer);
            transport = new PopSmtpTransport(settings("pop3+plain").build(), listener, Clock.systemUTC());
        }
        return transport;
    }

    private ConnectionSettings.Builder settings(String scheme) {
        return ConnectionSettings.builder(
                        "test",
                        URI.create(scheme + "://127.0.0.1:" + server.port()),
                        new Credentials("anna", Secret.of("secret")))
                .allowPlainHttp(true)
                .readTimeout(Duration.ofSeconds(5))
                .spool(2_000, spool);
    }

    private ChangeQuery query(int items) {
        SyncState state = states.load("k");
        return new ChangeQuery(INBOX, ItemKind.EMAIL, state, null, items, 1 << 20, states.seen("k"));
    }

    /** Reads on from the last commit, each page committed; the subjects or fault codes that came. */
    private List<String> read() {
        return read(query(100));
    }

    private List<String> read(ChangeQuery query) {
        List<String> told = new ArrayList<>();
        try (ChangeSession session = transport().changes(ANNA, query)) {
            ChangePage page;
            do {
                page = session.next();
                page.changes().forEach(change -> told.add(word(change)));
                page.changes().forEach(ItemContents::close);
                states.save("k", page);
                session.committed(page);
            } while (!page.last());
        }
        return told;
    }

    private static String word(Change change) {
        return change.fault() != null ? change.fault().code() : change.item().title();
    }

    @Test
    void whatWasReadCostsOneListAndNothingElse() {
        IntStream.range(0, 5_000).forEach(i -> server.put("uid" + i, ScriptedPop3.mail("mail " + i)));
        assertThat(read(query(500))).hasSize(5_000).doesNotHaveDuplicates();
        server.commands().clear();

        assertThat(read()).isEmpty();

        assertThat(server.commands()).containsExactly("CAPA", "USER anna", "PASS secret", "UIDL", "QUIT");
        server.put("new", ScriptedPop3.mail("new"));
        server.commands().clear();
        assertThat(read()).containsExactly("new");
        assertThat(server.count("RETR")).isEqualTo(1);
        assertThat(server.count("TOP")).isZero();
    }

    @Test
    void oldMailIsPassedOverByItsHeaderAndNeverAskedForAgain() {
        server.put("old", "Received: from a by b; Sun, 1 Mar 2026 10:00:00 +0000\r\n" + ScriptedPop3.mail("old"));
        server.put(
                "young", "Received: from a by b;\r\n Tue, 3 Mar 2026 10:00:00 +0000\r\n" + ScriptedPop3.mail("young"));
        Instant since = Instant.parse("2026-03-02T00:00:00Z");
        ChangeQuery query = new ChangeQuery(INBOX, ItemKind.EMAIL, SyncState.START, since, 10, 1 << 20);

        assertThat(read(query)).containsExactly("young");

        assertThat(server.count("RETR")).isEqualTo(1);
        server.commands().clear();
        assertThat(read()).isEmpty();
        assertThat(server.count("TOP")).isZero();
    }

    @Test
    void twoMessagesWithTheSameUniqueIdBothCome() {
        server.put("same", ScriptedPop3.mail("one"));
        server.put("same", ScriptedPop3.mail("two"));
        server.put("other", ScriptedPop3.mail("three"));
        assertThat(read()).containsExactlyInAnyOrder("one", "two", "three");
        assertThat(read()).isEmpty();
        server.put("same", ScriptedPop3.mail("four"));
        assertThat(read()).containsExactly("four");
    }

    @Test
    void aServerWithoutUniqueIdsIsReadByHeaders() {
        server.capabilities("USER\r\nTOP");
        server.script((command, wire) -> {
            if (command.equals("UIDL")) {
                wire.say("-ERR what?");
                return true;
            }
            return false;
        });
        server.put("-", ScriptedPop3.mail("one"));
        server.put("-", ScriptedPop3.mail("two"));
        assertThat(read()).containsExactly("one", "two");
        assertThat(read()).isEmpty();
        server.clear();
        server.put("-", "Status: RO\r\n" + ScriptedPop3.mail("two")); // the server notes that it was read
        server.put("-", ScriptedPop3.mail("three"));
        assertThat(read()).containsExactly("three");
    }

    @Test
    void aServerWithoutUniqueIdsAndHeadersIsReadWhole() {
        server.capabilities("USER");
        server.script((command, wire) -> {
            if (command.equals("UIDL") || command.startsWith("TOP")) {
                wire.say("-ERR what?");
                return true;
            }
            return false;
        });
        server.put("-", ScriptedPop3.mail("one"));
        assertThat(read()).containsExactly("one");
        assertThat(read()).isEmpty();
        server.put("-", ScriptedPop3.mail("two"));
        assertThat(read()).containsExactly("two");
    }

    @Test
    void aServerThatHasUniqueIdsAndRefusesThemForNowIsNotReadWithoutThem() {
        server.put("a", ScriptedPop3.mail("one"));
        server.script((command, wire) -> {
            if (command.equals("UIDL")) {
                wire.say("-ERR index is being rebuilt");
                return true;
            }
            return false;
        });
        assertThat(codeOf(this::read)).isEqualTo("Pop3Refused");
        server.script((command, wire) -> false);
        assertThat(read()).containsExactly("one");
    }

    @Test
    void whatLeftTheServerIsForgottenSoThatItsUniqueIdMayBeUsedAgain() {
        server.put("1", ScriptedPop3.mail("one"));
        server.put("2", ScriptedPop3.mail("two"));
        assertThat(read()).hasSize(2);
        server.remove("1");
        assertThat(read()).isEmpty();
        assertThat(states.seen("k").all()).containsExactly("2");
        server.put("1", ScriptedPop3.mail("three"));
        assertThat(read()).containsExactly("three");
    }

    @Test
    void wrongSizesMeanNothing() {
        server.put(new ScriptedPop3.Message("a", ScriptedPop3.mail("small told"), 1));
        server.put(new ScriptedPop3.Message("b", ScriptedPop3.mail("large told"), 1 << 19));
        server.put(new ScriptedPop3.Message("c", ScriptedPop3.mail("zero told"), 0));
        assertThat(read()).containsExactlyInAnyOrder("small told", "large told", "zero told");
        assertThat(read()).isEmpty();
    }

    @Test
    void dotsAtTheBeginningOfLinesComeAsTheyAre() throws IOException {
        String text = ScriptedPop3.mail("dots") + ".\r\n..\r\n.x\r\nend\r\n";
        server.put("a", text);
        try (ChangeSession session = transport().changes(ANNA, query(10))) {
            Email mail = (Email) session.next().changes().get(0).item();
            assertThat(new String(mail.original().toByteArray(), StandardCharsets.ISO_8859_1))
                    .isEqualTo(text);
        }
    }

    @Test
    void aMessageThatEndsTooEarlyForWantOfADotIsAFaultAndTheNextOneIsRead() {
        String broken = ScriptedPop3.mail("broken") + "before\r\n.\r\nbehind\r\nmore\r\n";
        server.put("a", broken);
        server.put("b", ScriptedPop3.mail("good"));
        server.script((command, wire) -> {
            if (command.equals("RETR 1")) {
                wire.raw("+OK\r\n" + broken + ".\r\n"); // no dot is doubled
                return true;
            }
            return false;
        });
        assertThat(read()).containsExactly("Pop3MessageTruncated", "good");
        assertThat(read()).isEmpty();
    }

    @Test
    void aMessageThatTheServerWillNotGiveIsAFaultAndTheNextOneIsRead() {
        server.put("a", ScriptedPop3.mail("damaged"));
        server.put("b", ScriptedPop3.mail("good"));
        server.script((command, wire) -> {
            if (command.equals("RETR 1")) {
                wire.say("-ERR can't open message");
                return true;
            }
            return false;
        });
        assertThat(read()).containsExactly("Pop3MessageRefused", "good");
    }

    @Test
    void passingTroubleOfTheServerIsNoFaultOfTheMessage() {
        server.put("a", ScriptedPop3.mail("one"));
        server.script((command, wire) -> {
            if (command.startsWith("RETR")) {
                wire.say("-ERR [SYS/TEMP] disk is away");
                return true;
            }
            return false;
        });
        assertThat(codeOf(this::read)).isEqualTo("Pop3SysTemp");
        server.script((command, wire) -> false);
        assertThat(read()).containsExactly("one");
    }

    @Test
    void aConnectionThatBreaksInAMessageLosesAndDoublesNothing() {
        for (String name : List.of("one", "two", "three")) {
            server.put(name, ScriptedPop3.mail(name));
        }
        int[] cuts = {2};
        server.script((command, wire) -> {
            if (command.equals("RETR 2") && cuts[0]-- > 0) {
                wire.raw("+OK\r\nFrom: half");
                return wire.cut();
            }
            return false;
        });
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            try {
                told.addAll(read());
            } catch (TransportException e) {
                assertThat(e.code()).isEqualTo(TransportException.NETWORK);
            }
        }
        assertThat(told).containsSubsequence("two", "three").doesNotHaveDuplicates();
        assertThat(states.seen("k").all()).containsExactlyInAnyOrder("one", "two", "three");
        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void aMessageThatBreaksEveryConnectionIsGivenUpSoThatTheOthersCome() {
        server.put("bad", ScriptedPop3.mail("bad"));
        server.put("good", ScriptedPop3.mail("good"));
        server.script((command, wire) -> {
            if (command.equals("RETR 1")) {
                wire.raw("+OK\r\n" + "x".repeat(5_000));
                return wire.cut();
            }
            return false;
        });
        for (int i = 1; i < Suspicions.ENOUGH; i++) {
            assertThat(codeOf(this::read)).isEqualTo(TransportException.NETWORK);
        }
        assertThat(read()).containsExactly("Pop3MessageCut", "good");
        assertThat(spool).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-ERR [AUTH] no | Pop3Auth",
                "-ERR invalid user name or password | Pop3Auth",
                "-ERR [IN-USE] Do you have another POP session running? | Pop3InUse",
                "-ERR Unable to lock maildrop: Mailbox is locked by POP server | Pop3InUse",
                "-ERR [LOGIN-DELAY] wait | Pop3LoginDelay",
                "-ERR [SYS/TEMP] try again | Pop3SysTemp",
                "-ERR server temporarily unavailable | Pop3SysTemp",
                "-ERR [SYS/PERM] mailbox is corrupt | Pop3SysPerm",
                "what? | BadAnswer"
            })
    void refusalsAtSigningInAreToldByTheirKind(String answer, String code) {
        server.script((command, wire) -> {
            if (command.startsWith("PASS")) {
                wire.say(answer);
                return true;
            }
            return false;
        });
        assertThatThrownBy(this::read).isInstanceOfSatisfying(TransportException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).contains("127.0.0.1").doesNotContain("secret");
        });
        assertThat(heard).isNotEmpty().noneMatch(line -> line.contains("secret"));
    }

    @Test
    void aServerThatAnnouncesToSayWhenItIsTheAccountMeansSomethingElseWhenItDoesNot() {
        server.capabilities("USER\r\nUIDL\r\nRESP-CODES\r\nAUTH-RESP-CODE");
        server.script((command, wire) -> {
            if (command.startsWith("PASS")) {
                wire.say("-ERR no");
                return true;
            }
            return false;
        });
        assertThat(codeOf(this::read)).isEqualTo("Pop3SysTemp");
    }

    @Test
    void aServerThatSaysNothingIsAFaultOfTheNetwork() {
        server.script((command, wire) -> true);
        transport = new PopSmtpTransport(
                settings("pop3+plain").readTimeout(Duration.ofMillis(200)).build(),
                WireListener.NONE,
                Clock.systemUTC());
        assertThat(codeOf(this::read)).isEqualTo(TransportException.NETWORK);
    }

    // ---- deletes ----

    @Test
    void messagesThatAreDeletedTogetherCostOneSession() {
        IntStream.range(0, 20).forEach(i -> server.put("u" + i, ScriptedPop3.mail("mail " + i)));
        List<ItemId> ids = ids();
        int before = server.sessions();

        ids.forEach(id -> transport().delete(ANNA, ItemKind.EMAIL, id, DeleteMode.HARD, ids));

        assertThat(server.messages()).isEmpty();
        assertThat(server.sessions() - before).isEqualTo(1);
        assertThat(codeOf(() -> transport().delete(ANNA, ItemKind.EMAIL, ids.get(0), DeleteMode.HARD)))
                .isEqualTo("ErrorItemNotFound");
    }

    @Test
    void messagesThatAreAllGoneCostOneSessionToo() {
        IntStream.range(0, 20).forEach(i -> server.put("u" + i, ScriptedPop3.mail("mail " + i)));
        List<ItemId> ids = ids();
        server.clear();
        int before = server.sessions();
        for (ItemId id : ids) {
            assertThat(codeOf(() -> transport().delete(ANNA, ItemKind.EMAIL, id, DeleteMode.HARD, ids)))
                    .isEqualTo("ErrorItemNotFound");
        }
        assertThat(server.sessions() - before).isEqualTo(1);
    }

    @Test
    void aSessionThatDoesNotEndWellHasDeletedNothing() {
        server.put("a", ScriptedPop3.mail("one"));
        List<ItemId> ids = ids();
        server.script((command, wire) -> command.equals("QUIT") && wire.cut());
        assertThat(codeOf(() -> transport().delete(ANNA, ItemKind.EMAIL, ids.get(0), DeleteMode.HARD, ids)))
                .isEqualTo(TransportException.NETWORK);
        assertThat(server.messages()).hasSize(1);
        server.script((command, wire) -> {
            if (command.equals("QUIT")) {
                wire.say("-ERR some deleted messages not removed");
                return true;
            }
            return false;
        });
        assertThat(codeOf(() -> transport().delete(ANNA, ItemKind.EMAIL, ids.get(0), DeleteMode.HARD, ids)))
                .isEqualTo("Pop3Refused");
        server.script((command, wire) -> false);
        transport().delete(ANNA, ItemKind.EMAIL, ids.get(0), DeleteMode.HARD, ids);
        assertThat(server.messages()).isEmpty();
    }

    @Test
    void anotherMessageUnderTheSameUniqueIdIsNotDeletedForIt() {
        server.put("1", ScriptedPop3.mail("processed"));
        List<ItemId> ids = ids();
        server.clear();
        server.put("1", ScriptedPop3.mail("unread"));
        assertThat(codeOf(() -> transport().delete(ANNA, ItemKind.EMAIL, ids.get(0), DeleteMode.HARD, ids)))
                .isEqualTo("ErrorItemNotFound");
        assertThat(server.messages()).hasSize(1);
    }

    private List<ItemId> ids() {
        try (ChangeSession session = transport().changes(ANNA, query(100))) {
            return session.next().changes().stream().map(Change::id).toList();
        }
    }

    // ---- memory, and states ----

    @Test
    void largeMessagesAreSpooledAndTheFilesGo() throws IOException {
        server.put("large", ScriptedPop3.mail("large") + ("x".repeat(70) + "\r\n").repeat(30_000));
        try (ChangeSession session = transport().changes(ANNA, query(10))) {
            ChangePage page = session.next();
            assertThat(((Email) page.changes().get(0).item()).original().isSpooled())
                    .isTrue();
            page.changes().forEach(ItemContents::close);
        }
        try (Stream<Path> left = Files.list(spool)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aStateWithoutWhatWasSeenIsRefusedRatherThanReadTwice() {
        server.put("a", ScriptedPop3.mail("one"));
        read();
        ChangeQuery alone = new ChangeQuery(INBOX, ItemKind.EMAIL, states.load("k"), null, 10, 1 << 20);
        assertThat(codeOf(() -> transport().changes(ANNA, alone))).isEqualTo(TransportException.CONFIGURATION);
    }

    @Test
    void thereIsTheInboxOnlyAndEmailOnly() {
        ChangeQuery sent = new ChangeQuery(
                FolderRef.of(WellKnownFolder.SENT_ITEMS), ItemKind.EMAIL, SyncState.START, null, 10, 1 << 20);
        assertThat(codeOf(() -> transport().changes(ANNA, sent))).isEqualTo("ErrorFolderNotFound");
        ChangeQuery tasks =
                new ChangeQuery(FolderRef.of(WellKnownFolder.TASKS), ItemKind.TASK, SyncState.START, null, 10, 1 << 20);
        assertThat(codeOf(() -> transport().changes(ANNA, tasks))).isEqualTo(TransportException.UNSUPPORTED);
        assertThat(transport().capabilities(ItemKind.TASK)).isEqualTo(Set.of());
    }

    private static String codeOf(Runnable work) {
        TransportException failure = catchThrowableOfType(TransportException.class, work::run);
        assertThat(failure).isNotNull();
        return failure.code();
    }
}
