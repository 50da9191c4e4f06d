package org.exchangesync.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Secret;

/**
 * The sandbox as a process of its own, for tests that need it to live or die apart from them. Everything is known from the
 * ready line alone.
 */
public final class SandboxProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final JsonNode ready;
    private final HttpClient client;

    private SandboxProcess(Process process, JsonNode ready, HttpClient client) {
        this.process = process;
        this.ready = ready;
        this.client = client;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param folder where its authority and its log go
     * @param options such as {@code --ledger}, {@code ledger.ndjson}; any free port unless one is among them
     */
    public static SandboxProcess start(Path folder, String... options) {
        return start(folder, Integer.getInteger("sandbox.heap", 256), options);
    }

    /**
     * As {@link #start(Path, String...)}.
     *
     * @param heap megabytes
     */
    public static SandboxProcess start(Path folder, int heap, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-cp",
                System.getProperty("java.class.path"),
                SandboxMain.class.getName(),
                "--folder",
                folder.toString()));
        if (!List.of(options).contains("--port")) {
            command.addAll(List.of("--port", "0"));
        }
        command.addAll(List.of(options));
        try {
            Files.createDirectories(folder);
            Path log = folder.resolve("sandbox.log");
            Process process =
                    new ProcessBuilder(command).redirectError(log.toFile()).start();
            JsonNode ready = ready(process, log);
            return new SandboxProcess(
                    process, ready, client(Path.of(ready.path("trustStore").asText())));
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox process cannot be started", e);
        }
    }

    private static JsonNode ready(Process process, Path log) throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(SandboxMain.READY)) {
                return JSON.readTree(line.substring(SandboxMain.READY.length()));
            }
        }
        throw new IOException("the sandbox process ended before it was ready: " + Files.readString(log));
    }

    private static HttpClient client(Path pem) throws IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder().sslContext(tls).build();
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate " + pem + " cannot be used", e);
        }
    }

    /** What the ready line says. */
    public JsonNode ready() {
        return ready;
    }

    public String ewsUrl() {
        return ready.path("ewsUrl").asText();
    }

    public int port() {
        return URI.create(ewsUrl()).getPort();
    }

    /** How a client reaches it as the account that may impersonate everybody. */
    public ConnectionSettings.Builder connection() {
        JsonNode account = ready.path("accounts").findParents("mayImpersonate").get(0);
        return ConnectionSettings.builder(
                        "sandbox",
                        URI.create(ewsUrl()),
                        new Credentials(
                                account.path("user").asText(),
                                Secret.of(account.path("password").asText())))
                .trustStore(Path.of(ready.path("trustStore").asText()), null);
    }

    /** Calls the control API; {@code json} may be null. */
    public HttpResponse<String> control(String method, String path, String json) {
        return control(
                method, path, json, "control", ready.path("controlPassword").asText());
    }

    /** Calls the control API, and fails unless it answers a 2xx. */
    public JsonNode controlled(String method, String path, String json) {
        HttpResponse<String> answer = control(method, path, json);
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> control(String method, String path, String json, String user, String password) {
        HttpRequest.BodyPublisher body =
                json == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(ready.path("controlUrl").asText() + path))
                .method(method, body);
        if (user != null) {
            request.header(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
        }
        return send(request.build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends it without warning (SIGKILL) and waits until it is gone. */
    public void kill() {
        try {
            if (!process.destroyForcibly().waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the sandbox process " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
