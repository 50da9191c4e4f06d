package org.exchangesync.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exchangesync.sandbox.SandboxMain;
import org.exchangesync.sandbox.SandboxServer;
import org.exchangesync.sandbox.fill.DemoData;
import org.exchangesync.sandbox.fill.SandboxData;

/**
 * The sandbox beside the engine, for whoever has no Exchange: the engine learns of it only by an ordinary file of profiles
 * and mailboxes.
 */
final class SandboxHost implements AutoCloseable {
    static final String PASSWORD_PROPERTY = "exchangesync.sandbox.password";

    private static final long DEMO_SEED = 1;

    private final SandboxServer server;
    private final Path profilesFile;
    private final Optional<SandboxData> data;

    private SandboxHost(SandboxServer server, Path profilesFile, Optional<SandboxData> data) {
        this.server = server;
        this.profilesFile = profilesFile;
        this.data = data;
    }

    /** Starts the sandbox, filled with the given files or with its own demonstration. */
    static SandboxHost start(AppSettings settings) {
        Path home = settings.dataFolder().resolve("sandbox");
        Optional<SandboxData> data =
                settings.sandboxData().map(SandboxHost::existing).map(SandboxData::new);
        try {
            Files.createDirectories(home);
            FillClock clock = new FillClock(firstStart(home));
            SandboxServer.Builder described = DemoData.accounts(SandboxServer.builder())
                    .port(settings.sandboxPort())
                    .folder(home)
                    .clock(clock)
                    .content(data.isPresent() ? data.get() : new DemoData(DEMO_SEED))
                    .content(filled -> clock.release());
            settings.sandboxControlPassword().ifPresent(described::control);
            SandboxServer server = described.start();
            Path file = Files.writeString(home.resolve("profiles.yaml"), profiles(server));
            return new SandboxHost(server, file, data);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to the sandbox's folder " + home, e);
        }
    }

    private static Path existing(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("exchangesync.sandbox.data names " + folder.toAbsolutePath()
                    + ", which is no folder; name one with .eml, .ics and .vcf files");
        }
        return folder;
    }

    /** The sandbox is filled as on its first start, so that a restart doesn't look like a new server's worth of items. */
    private static Instant firstStart(Path home) throws IOException {
        Path file = home.resolve("first-start");
        if (!Files.exists(file)) {
            Files.writeString(file, Instant.now().toString());
        }
        return Instant.parse(Files.readString(file).strip());
    }

    private static String profiles(SandboxServer server) {
        Map<String, String> accounts = Map.of(
                "nordwind.example", DemoData.SERVICE_ACCOUNT, "heliotrade.example", DemoData.LIMITED_SERVICE_ACCOUNT);
        StringBuilder profiles =
                new StringBuilder("# Written at every start: the sandbox's port may change.\nprofiles:\n");
        StringBuilder mailboxes = new StringBuilder("mailboxes:\n");
        for (String domain : List.of("nordwind.example", "heliotrade.example")) {
            String name = domain.substring(0, domain.indexOf('.'));
            profiles.append("""
                      - name: %s
                        incomingServerLocation: %s
                        username: %s
                        password: "{{%s}}"
                        trustStore: '%s'
                        moveFailedEmailsToUndeliverable: true
                    """.formatted(
                            name,
                            server.ewsUrl(),
                            accounts.get(domain),
                            PASSWORD_PROPERTY,
                            server.certificateFile().toAbsolutePath()));
            for (String address : DemoData.mailboxes(domain)) {
                mailboxes
                        .append("  - {address: ")
                        .append(address)
                        .append(", profile: ")
                        .append(name)
                        .append("}\n");
            }
        }
        return profiles.append(mailboxes).toString();
    }

    /** The file of profiles and mailboxes through which the engine finds the sandbox. */
    Path profilesFile() {
        return profilesFile;
    }

    SandboxServer server() {
        return server;
    }

    /** The password of the service accounts. */
    String password() {
        return DemoData.PASSWORD;
    }

    /** Where the sandbox is, who may log on, and what became of the files it was filled with. */
    String describe() {
        StringBuilder text = new StringBuilder();
        data.ifPresent(
                filled -> filled.reports().forEach(report -> text.append(report).append(System.lineSeparator())));
        return text.append(SandboxMain.describe(server)).toString();
    }

    @Override
    public void close() {
        server.close();
    }

    /** Stands still until the mailboxes are filled. */
    private static final class FillClock extends Clock {
        private final Instant fillTime;
        private volatile boolean released;

        FillClock(Instant fillTime) {
            this.fillTime = fillTime;
        }

        void release() {
            released = true;
        }

        @Override
        public Instant instant() {
            return released ? Instant.now() : fillTime;
        }

        @Override
        public ZoneId getZone() {
            return Clock.systemUTC().getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.system(zone);
        }
    }
}
