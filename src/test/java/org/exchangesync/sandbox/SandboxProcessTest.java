package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.exchangesync.ews.client.EwsTransport;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Samples;
import org.exchangesync.transport.DeleteMode;
import org.exchangesync.transport.FindQuery;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox in a process of its own, worked with as from another one: by EWS and by its control API. */
class SandboxProcessTest {
    private static final MailboxRef ANNA = MailboxRef.of("anna.lindqvist@nordwind.example");
    private static final FolderRef DRAFTS = FolderRef.of(WellKnownFolder.DRAFTS);
    private static final FolderRef DELETED = FolderRef.of(WellKnownFolder.DELETED_ITEMS);

    @TempDir
    static Path home;

    private static SandboxProcess sandbox;

    private EwsTransport client;

    @BeforeAll
    static void start() {
        sandbox = SandboxProcess.start(home, "--demo", "false");
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void connect() {
        client = new EwsTransport(sandbox.connection().build());
    }

    @AfterEach
    void disconnect() {
        client.close();
        sandbox.control("DELETE", "faults", null);
    }

    private ItemId mail(String subject) {
        return client.create(ANNA, DRAFTS, Samples.email(subject));
    }

    private static long fault(String rule) {
        return sandbox.controlled("POST", "faults", rule).path("id").asLong();
    }

    private static JsonNode faults() {
        return sandbox.controlled("GET", "faults", null);
    }

    private static long ledgerLines(String subject, String action) {
        return sandbox.control("GET", "ledger", null)
                .body()
                .lines()
                .filter(l -> l.contains("\"" + subject + "\"") && l.contains("\"action\":\"" + action + "\""))
                .count();
    }

    @Test
    void theReadyLineIsAllThatAnotherProgramNeedsToConnect() {
        assertThat(client.serverInfo(ANNA).version()).isNotBlank();
        assertThat(sandbox.ready().path("mailboxes").toString()).contains(ANNA.address());
        assertThat(sandbox.ready().path("autodiscoverUrl").asText()).endsWith("/autodiscover/autodiscover.xml");
    }

    @Test
    void theControlApiIsForItsOwnAccountAloneAndThatAccountForNothingElse() {
        String password = sandbox.ready().path("controlPassword").asText();
        assertThat(password).hasSizeGreaterThan(20);
        JsonNode service =
                sandbox.ready().path("accounts").findParents("mayImpersonate").get(0);
        assertThat(sandbox.control("GET", "faults", null, null, null).statusCode())
                .isEqualTo(401);
        assertThat(sandbox.control("GET", "faults", null, null, null).headers().firstValue("WWW-Authenticate"))
                .get()
                .asString()
                .startsWith("Basic");
        assertThat(sandbox.control("GET", "ledger", null, "control", password + "x")
                        .statusCode())
                .isEqualTo(401);
        assertThat(sandbox.control(
                                "GET",
                                "faults",
                                null,
                                service.path("user").asText(),
                                service.path("password").asText())
                        .statusCode())
                .isEqualTo(401);
        assertThat(sandbox.control("GET", "faults", null, "control", password).statusCode())
                .isEqualTo(200);

        HttpRequest ews = HttpRequest.newBuilder(URI.create(sandbox.ewsUrl()))
                .header("Authorization", basic("control", password))
                .build();
        assertThat(sandbox.send(ews).statusCode()).isEqualTo(401);
    }

    private static String basic(String user, String password) {
        return "Basic " + java.util.Base64.getEncoder().encodeToString((user + ":" + password).getBytes());
    }

    @Test
    void aCallThatIsHeldBeforeIsReceivedButNotPerformedUntilTheRuleIsDeleted() {
        ItemId id = mail("held before");
        long rule =
                fault("{\"fault\":\"hold-before\",\"mailbox\":\"" + ANNA.address() + "\",\"operation\":\"MoveItem\"}");
        CompletableFuture<ItemId> moving = CompletableFuture.supplyAsync(() -> client.move(ANNA, id, DELETED));
        await().until(() -> faults().path("held").size() == 1);
        JsonNode held = faults().path("held").get(0);
        assertThat(held.path("id").asLong()).isEqualTo(rule);
        assertThat(held.path("operation").asText()).isEqualTo("MoveItem");
        assertThat(held.path("mailbox").asText()).isEqualTo(ANNA.address());
        assertThat(ledgerLines("held before", "move")).isZero();
        assertThat(moving).isNotDone();

        assertThat(sandbox.control("DELETE", "faults/" + rule, null).statusCode())
                .isEqualTo(204);
        assertThat(moving.join().id()).isNotEqualTo(id.id());
        assertThat(ledgerLines("held before", "move")).isOne();
        assertThat(faults().path("faults")).isEmpty();
        assertThat(sandbox.control("DELETE", "faults/" + rule, null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aCallThatIsHeldAfterIsPerformedButNotAnsweredUntilTheRuleIsDeleted() {
        ItemId id = mail("held after");
        fault("{\"fault\":\"hold-after\",\"operation\":\"MoveItem\"}");
        CompletableFuture<ItemId> moving = CompletableFuture.supplyAsync(() -> client.move(ANNA, id, DELETED));
        await().until(() -> faults().path("held").size() == 1);
        assertThat(ledgerLines("held after", "move")).isOne();
        assertThat(moving).isNotDone();
        assertThat(sandbox.control("DELETE", "faults", null).statusCode()).isEqualTo(204);
        assertThat(moving.join()).isNotNull();
    }

    @Test
    void aHeldCallCanBeDroppedInsteadOfGoingOn() {
        ItemId id = mail("dropped");
        long rule = fault("{\"fault\":\"hold-before\",\"operation\":\"MoveItem\",\"afterwards\":\"drop\"}");
        CompletableFuture<TransportException> moving = CompletableFuture.supplyAsync(
                () -> catchThrowableOfType(TransportException.class, () -> client.move(ANNA, id, DELETED)));
        await().until(() -> faults().path("held").size() == 1);
        sandbox.control("DELETE", "faults/" + rule, null);
        assertThat(moving.join().code()).isEqualTo(TransportException.NETWORK);
        assertThat(ledgerLines("dropped", "move")).isZero();
    }

    @Test
    void aStatusOfAProxyComesInsteadOfTheAnswerAsOftenAsAsked() {
        fault(
                "{\"fault\":\"http-status\",\"status\":503,\"retryAfter\":7,\"operation\":\"GetFolder\",\"skip\":1,\"count\":2}");
        client.serverInfo(ANNA);
        for (int i = 0; i < 2; i++) {
            TransportException thrown = catchThrowableOfType(TransportException.class, () -> client.serverInfo(ANNA));
            assertThat(thrown).hasMessageContaining("503");
            assertThat(thrown.backOff()).contains(Duration.ofSeconds(7));
        }
        client.serverInfo(ANNA);
        JsonNode rule = faults().path("faults").get(0);
        assertThat(rule.path("seen").asInt()).isEqualTo(4);
        assertThat(rule.path("hits").asInt()).isEqualTo(2);
        assertThat(rule.path("retryAfter").asInt()).isEqualTo(7);
    }

    @Test
    void aStatusCanAlsoHideThatTheCallWasPerformed() {
        fault("{\"fault\":\"http-status\",\"status\":502,\"when\":\"after\",\"operation\":\"CreateItem\"}");
        TransportException thrown = catchThrowableOfType(TransportException.class, () -> mail("hidden"));
        assertThat(thrown).hasMessageContaining("502");
        assertThat(ledgerLines("hidden", "create")).isOne();
    }

    @Test
    void aBusyServerSaysHowLongItWantsToBeLeftAlone() {
        fault("{\"fault\":\"server-busy\",\"backOffMilliseconds\":90000,\"count\":1}");
        fault("{\"fault\":\"server-busy\",\"backOffMilliseconds\":60000,\"as\":\"response\",\"count\":1}");
        fault("{\"fault\":\"server-busy\",\"count\":1}");
        for (Duration expected : new Duration[] {Duration.ofSeconds(90), Duration.ofSeconds(60), null}) {
            TransportException thrown = catchThrowableOfType(TransportException.class, () -> mail("busy"));
            assertThat(thrown.code()).isEqualTo("ErrorServerBusy");
            assertThat(thrown.backOff()).isEqualTo(java.util.Optional.ofNullable(expected));
        }
        assertThat(ledgerLines("busy", "create")).isZero();
        mail("busy");
    }

    @Test
    void whatARuleCannotSayIsRefusedWithWordsThatSayWhatItCan() {
        refused("{\"fault\":\"earthquake\"}", "no fault 'earthquake'", "hold-before", "server-busy");
        refused("{\"fault\":\"http-status\"}", "'status' is missing", "400 to 599");
        refused("{\"fault\":\"http-status\",\"status\":200}", "'status' can't be 200", "400 to 599");
        refused("{\"fault\":\"http-status\",\"status\":\"503\"}", "'status' can't be 503", "whole number");
        refused("{\"fault\":\"cut\",\"afterBytes\":1.5}", "'afterBytes' can't be 1.5");
        refused("{\"fault\":\"cut\",\"afterBytes\":1,\"in\":\"half\"}", "answer, body, content");
        refused(
                "{\"fault\":\"error-code\",\"code\":\"NoError\"}",
                "'code' can't be NoError",
                "ErrorMailboxMoveInProgress");
        refused("{\"fault\":\"unauthorized\",\"realm\":null}", "unauthorized has no parameters");
        refused("{\"fault\":\"hold-before\",\"millis\":5}", "'millis'", "afterwards");
        refused("{\"fault\":\"hold-before\",\"operation\":\"GetMail\"}", "no operation 'GetMail'", "SyncFolderItems");
        refused("{\"fault\":\"hold-before\",\"mailbox\":\"x@y\"}", "no mailbox 'x@y'", ANNA.address());
        refused("{\"fault\":\"hold-before\",\"probability\":2}", "'probability'", "up to 1");
        refused("{\"fault\":\"hold-before\",\"count\":0}", "'count' can't be 0", "from 1");
        refused("{\"fault\":\"hold-before\",\"skip\":-1}", "'skip' can't be -1", "from 0");
        refused("{\"fault\":\"hold-before\",\"skip\":1,\"skip\":2}", "not JSON");
        refused("[1]", "JSON object");
        refused("{", "not JSON");
        refused(" ".repeat(70_000), "at most");
        assertThat(faults().path("faults")).isEmpty();
        assertThat(sandbox.control("PUT", "faults", "{}").statusCode()).isEqualTo(405);
        assertThat(sandbox.control("GET", "nothing", null).statusCode()).isEqualTo(404);
    }

    private static void refused(String rule, String... words) {
        var answer = sandbox.control("POST", "faults", rule);
        assertThat(answer.statusCode()).as(rule).isEqualTo(400);
        assertThat(answer.body()).contains(words);
    }

    @Test
    void thereAreOnlySoManyRules() {
        for (int i = 0; i < 100; i++) {
            fault("{\"fault\":\"hold-before\",\"operation\":\"CopyFolder\"}");
        }
        refused("{\"fault\":\"hold-before\"}", "100 fault rules");
    }

    @Test
    void aMailboxIsRestoredFromASnapshotByTheControlApi() {
        String anna = "mailboxes/" + ANNA.address() + "/";
        String message =
                "From: x@example.com\r\nSubject: by hand\r\nMessage-ID: <by-hand@example.com>\r\n\r\nHello\r\n";
        String id = sandbox.controlled("POST", anna + "messages", message)
                .path("id")
                .asText();
        assertThat(ledgerLines("by hand", "deliver")).isOne();
        assertThat(sandbox.control("POST", anna + "snapshots", "{\"name\":\"now\"}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(sandbox.controlled("GET", anna + "snapshots", null).has("now"))
                .isTrue();
        client.delete(ANNA, ItemKind.EMAIL, new ItemId(id, null), DeleteMode.HARD);

        JsonNode restored =
                sandbox.controlled("POST", anna + "restore", "{\"snapshot\":\"now\",\"folderIds\":\"new\"}");
        assertThat(restored.path("items").asInt()).isPositive();
        List<ItemId> found = client.find(
                ANNA,
                ItemKind.EMAIL,
                FolderRef.of(WellKnownFolder.INBOX),
                FindQuery.byMessageId("<by-hand@example.com>"));
        assertThat(found).hasSize(1);
        assertThat(found.get(0).id()).isNotEqualTo(id);

        assertThat(sandbox.control("POST", anna + "expire-states", "{}").statusCode())
                .isEqualTo(204);
        assertThat(sandbox.control("POST", anna + "vanish", "{\"folder\":\"journal\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(sandbox.control("DELETE", anna + "snapshots/now", null).statusCode())
                .isEqualTo(204);
        assertThat(sandbox.control("DELETE", anna + "snapshots/now", null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatCannotBeDoneToAMailboxIsToldWithWhatCan() {
        String anna = "mailboxes/" + ANNA.address() + "/";
        for (String[] bad : new String[][] {
            {anna + "vanish", "{\"folder\":\"inbox/No\"}", "has no folder 'inbox/No'"},
            {anna + "vanish", "{}", "'folder' is missing"},
            {anna + "restore", "{\"snapshot\":\"never\"}", "has no snapshot 'never'"},
            {anna + "restore", "{\"folderIds\":\"other\"}", "allowed: kept, new"},
            {anna + "restore", "{\"snapshots\":\"now\"}", "allowed: snapshot, folderIds"},
            {anna + "snapshots", "{\"name\":7}", "'name' is a text"},
            {"mailboxes/x@y/restore", "{}", ANNA.address()}
        }) {
            var answer = sandbox.control("POST", bad[0], bad[1]);
            assertThat(answer.statusCode()).as(bad[0] + " " + bad[1]).isEqualTo(400);
            assertThat(answer.body()).contains(bad[2]);
        }
        assertThat(sandbox.control("POST", anna + "explode", "{}").statusCode()).isEqualTo(404);
        assertThat(sandbox.control("GET", anna + "restore", null).statusCode()).isEqualTo(405);
    }
}
