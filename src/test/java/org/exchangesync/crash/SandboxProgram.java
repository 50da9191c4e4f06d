package org.exchangesync.crash;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.exchangesync.sandbox.SandboxMain;

/** The sandbox in a process of its own, started as an administrator does. */
final class SandboxProgram implements AutoCloseable {
    private static final Pattern EWS = Pattern.compile("(https://\\S+/EWS/Exchange\\.asmx)");
    private static final Pattern TRUST = Pattern.compile("(?m)^trust:\\s+(\\S+)");

    private final ChildProcess process;
    private final URI ewsUrl;
    private final Path certificate;
    private final SSLContext tls;

    private SandboxProgram(ChildProcess process) throws IOException {
        this.process = process;
        this.ewsUrl = URI.create(find(EWS));
        this.certificate = Path.of(find(TRUST));
        this.tls = trusting(Files.readAllBytes(certificate));
    }

    /**
     * Starts it with the accounts of the demonstration, but without its items.
     *
     * @param folder for its certificates and its log
     * @param data a folder of files that fill it
     */
    static SandboxProgram start(Path folder, Path data) throws IOException {
        ChildProcess process = ChildProcess.start(
                folder.resolve("sandbox.log"),
                null,
                SandboxMain.class,
                Map.of(),
                List.of("-Xmx512m"),
                "port=0",
                "folder=" + folder.resolve("sandbox"),
                "data=" + data,
                "demo=false");
        await("the sandbox's ready line")
                .atMost(Duration.ofSeconds(90))
                .until(() -> !process.isAlive() || process.said().contains("accounts (user / password):"));
        if (!process.isAlive()) {
            throw new AssertionError("the sandbox did not start\n" + process.tail());
        }
        return new SandboxProgram(process);
    }

    private String find(Pattern pattern) {
        Matcher matcher = pattern.matcher(process.said());
        if (!matcher.find()) {
            throw new AssertionError("the sandbox doesn't say " + pattern + "\n" + process.tail());
        }
        return matcher.group(1);
    }

    private static SSLContext trusting(byte[] pem) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "sandbox",
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
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
        return ewsUrl;
    }

    /** The PEM file with its authority. */
    Path certificate() {
        return certificate;
    }

    /** Trusts it and nobody else. */
    SSLContext tls() {
        return tls;
    }

    String tail() {
        return process.tail();
    }

    @Override
    public void close() {
        process.close();
    }
}
