package org.exchangesync.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.exchangesync.sandbox.SandboxProcess;
import org.exchangesync.sandbox.fill.DemoData;

/** The sandbox in a process of its own, with its ledger and with calls held on demand. */
final class SandboxProgram implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SandboxProcess process;
    private final Path ledger;
    private final SSLContext tls;

    private SandboxProgram(SandboxProcess process, Path ledger) throws IOException {
        this.process = process;
        this.ledger = ledger;
        this.tls = trusting(certificate());
    }

    /**
     * Starts it with the accounts of the demonstration, but without its items.
     *
     * @param folder for its certificates, its ledger and its log
     * @param data a folder of files that fill it
     */
    static SandboxProgram start(Path folder, Path data) throws IOException {
        return start(folder, data, 0);
    }

    /**
     * Starts it with further mailboxes.
     *
     * @param more how many, see {@link #more}
     */
    static SandboxProgram start(Path folder, Path data, int more) throws IOException {
        return start(folder, data, more, Integer.getInteger("sandbox.heap", 256));
    }

    /** As {@link #start(Path, Path, int)}, with so many megabytes of heap. */
    static SandboxProgram start(Path folder, Path data, int more, int heap) throws IOException {
        Path ledger = folder.resolve("ledger.ndjson");
        return new SandboxProgram(
                SandboxProcess.start(
                        folder.resolve("sandbox"),
                        heap,
                        "--data",
                        data.toString(),
                        "--mailboxes",
                        String.valueOf(more),
                        "--ledger",
                        ledger.toString()),
                ledger);
    }

    /** The addresses of so many further mailboxes. */
    static List<String> more(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj("box%03d@many.example"::formatted)
                .toList();
    }

    private static SSLContext trusting(Path pem) throws IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "sandbox", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot trust the sandbox's authority", e);
        }
    }

    URI ewsUrl() {
        return URI.create(process.ewsUrl());
    }

    /** The PEM file with its authority. */
    Path certificate() {
        return Path.of(process.ready().path("trustStore").asText());
    }

    /** Trusts it and nobody else. */
    SSLContext tls() {
        return tls;
    }

    /** Holds the next call of an operation: {@code hold-before} it is performed, or {@code hold-after}, unanswered. */
    void hold(String fault, String operation) {
        fault(JSON.createObjectNode().put("fault", fault).put("operation", operation));
    }

    /** Forgets the states of one folder: the program has to read it from the beginning. */
    void forget(String mailbox, String folder) {
        fault(JSON.createObjectNode()
                .put("fault", "expired-state")
                .put("mailbox", mailbox)
                .put("folder", folder));
    }

    /** Is overloaded for one call that concerns a mailbox. */
    void failOnce(String mailbox) {
        fault(JSON.createObjectNode()
                .put("fault", "http-status")
                .put("status", 503)
                .put("mailbox", mailbox)
                .put("operation", "SyncFolderItems"));
    }

    /** Adds any rule. */
    void order(ObjectNode rule) {
        process.controlled("POST", "faults", rule.toString());
    }

    /** How often the rules that there are have hit, by fault. */
    Map<String, Integer> hits() {
        Map<String, Integer> hits = new TreeMap<>();
        process.controlled("GET", "faults", null)
                .path("faults")
                .forEach(rule -> hits.merge(
                        rule.path("fault").asText(), rule.path("hits").asInt(), Integer::sum));
        return hits;
    }

    /** How many calls the rules that there are have seen. */
    int seen() {
        int seen = 0;
        for (JsonNode rule : process.controlled("GET", "faults", null).path("faults")) {
            seen += rule.path("seen").asInt();
        }
        return seen;
    }

    /** Has the server show the certificate of an authority that nobody trusts for a while; nobody can use it so long. */
    void showsStrangersCertificate(int seconds) {
        process.controlled("POST", "certificate", "{\"issuer\": \"stranger\", \"seconds\": " + seconds + "}");
    }

    /** Whether a new connection meets a certificate that can be trusted. */
    boolean isTrusted() {
        try (SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(ewsUrl().getHost(), ewsUrl().getPort())) {
            socket.startHandshake();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void fault(ObjectNode rule) {
        process.controlled("POST", "faults", rule.put("count", 1).toString());
    }

    /** Whether a call is being held. */
    boolean isHolding() {
        return !process.controlled("GET", "faults", null).path("held").isEmpty();
    }

    /** Lets go what is held; what was not performed yet is performed now, whether anybody waits for it or not. */
    void release() {
        process.controlled("DELETE", "faults", null);
    }

    /** What the program under test changed in these mailboxes, in order. */
    List<JsonNode> doneByTheProgram(Set<String> mailboxes) {
        try {
            return Files.readAllLines(ledger).stream()
                    .map(SandboxProgram::json)
                    .filter(line -> line.path("caller").asText().equals(DemoData.SERVICE_ACCOUNT)
                            && mailboxes.contains(line.path("mailbox").asText()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
