package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.exchangesync.ews.client.EwsTransport;
import org.exchangesync.item.Samples;
import org.exchangesync.sandbox.ledger.Ledger;
import org.exchangesync.sandbox.ledger.LedgerEntry;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WellKnownFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a sandbox process that is killed in the middle of its work. */
class SandboxKillTest {
    private static final MailboxRef ANNA = MailboxRef.of("anna.lindqvist@nordwind.example");
    private static final FolderRef DRAFTS = FolderRef.of(WellKnownFolder.DRAFTS);
    private static final int WRITERS = 4;

    @TempDir
    Path home;

    private List<LedgerEntry> entries(Path ledger) throws IOException {
        List<LedgerEntry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(ledger)) {
            entries.add(Ledger.parse(line));
        }
        return entries;
    }

    @Test
    void everyAnsweredWriteStandsInTheLedgerAndTheNextProcessContinuesIt() throws IOException {
        Path ledger = home.resolve("ledger.ndjson");
        Queue<String> answered = new ConcurrentLinkedQueue<>();
        int port;
        try (SandboxProcess first = SandboxProcess.start(home, "--demo", "false", "--ledger", ledger.toString());
                EwsTransport client = new EwsTransport(first.connection().build())) {
            port = first.port();
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(CompletableFuture.runAsync(() -> writeUntilItEnds(client, answered)));
            }
            await().until(() -> answered.size() > 60);
            first.kill();
            writers.forEach(CompletableFuture::join);
        }
        List<LedgerEntry> left = entries(ledger);
        assertThat(left).extracting(LedgerEntry::idAfter).containsAll(answered);
        assertThat(left).hasSizeBetween(answered.size(), answered.size() + WRITERS);

        try (SandboxProcess second = SandboxProcess.start(
                        home, "--demo", "false", "--port", String.valueOf(port), "--ledger", ledger.toString());
                EwsTransport client = new EwsTransport(second.connection().build())) {
            client.create(ANNA, DRAFTS, Samples.email("after the restart"));
            List<LedgerEntry> all = entries(ledger);
            assertThat(all).hasSize(left.size() + 1);
            assertThat(all.get(left.size()).seq()).isEqualTo(left.size() + 1);
            assertThat(all.get(left.size()).subject()).isEqualTo("after the restart");
        }
    }

    private static void writeUntilItEnds(EwsTransport client, Queue<String> answered) {
        try {
            while (true) {
                answered.add(client.create(ANNA, DRAFTS, Samples.email("one of many"))
                        .id());
            }
        } catch (TransportException killed) {
            assertThat(killed.code()).isEqualTo(TransportException.NETWORK);
        }
    }
}
