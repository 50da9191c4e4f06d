package org.exchangesync.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.exchangesync.sandbox.SandboxServer;

/**
 * The sandbox beside the engine, for whoever has no Exchange: the engine learns of it only by an ordinary file of profiles
 * and mailboxes.
 */
final class SandboxHost implements AutoCloseable {
    static final String PASSWORD_PROPERTY = "exchangesync.sandbox.password";

    private static final String SERVICE_ACCOUNT = "svc-sync@contoso.example";
    private static final String[][] MAILBOXES = {
        {"head-office", "anna.berg@contoso.example", "Anna Berg"},
        {"head-office", "ben.castro@contoso.example", "Ben Castro"},
        {"head-office", "chloe.martin@contoso.example", "Chloé Martin"},
        {"head-office", "support@contoso.example", "Support"},
        {"branch", "daisuke.mori@fabrikam.example", "森 大輔"},
        {"branch", "eleni.pappa@fabrikam.example", "Ελένη Παππά"},
        {"branch", "farid.haddad@fabrikam.example", "فريد حداد"},
    };

    private final SandboxServer server;
    private final Path profilesFile;
    private final String password;

    private SandboxHost(SandboxServer server, Path profilesFile, String password) {
        this.server = server;
        this.profilesFile = profilesFile;
        this.password = password;
    }

    /** Starts the sandbox, filled with the given files or with its own demonstration. */
    static SandboxHost start(AppSettings settings) {
        Path home = settings.dataFolder().resolve("sandbox");
        String password = newPassword();
        try {
            Files.createDirectories(home);
            SandboxServer.Builder builder =
                    SandboxServer.builder().port(settings.sandboxPort()).folder(home);
            for (String[] mailbox : MAILBOXES) {
                builder.mailbox(mailbox[1], mailbox[2], password);
            }
            SandboxServer server =
                    builder.serviceAccount(SERVICE_ACCOUNT, password).start();
            Path file = Files.writeString(home.resolve("profiles.yaml"), profiles(server));
            return new SandboxHost(server, file, password);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to the sandbox's folder " + home, e);
        }
    }

    private static String newPassword() {
        byte[] bytes = new byte[12];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String profiles(SandboxServer server) {
        StringBuilder yaml = new StringBuilder("# Written at every start: the sandbox's port may change.\nprofiles:\n");
        for (String name : new String[] {"head-office", "branch"}) {
            yaml.append("  - name: ").append(name).append('\n');
            yaml.append("    incomingServerLocation: ").append(server.ewsUrl()).append('\n');
            yaml.append("    username: ").append(SERVICE_ACCOUNT).append('\n');
            yaml.append("    password: \"{{").append(PASSWORD_PROPERTY).append("}}\"\n");
            yaml.append("    trustStore: ")
                    .append(server.certificateFile().toAbsolutePath())
                    .append('\n');
            yaml.append("    moveFailedEmailsToUndeliverable: true\n");
        }
        yaml.append("mailboxes:\n");
        for (String[] mailbox : MAILBOXES) {
            yaml.append("  - address: ").append(mailbox[1]).append('\n');
            yaml.append("    profile: ").append(mailbox[0]).append('\n');
        }
        return yaml.toString();
    }

    /** The file of profiles and mailboxes through which the engine finds the sandbox. */
    Path profilesFile() {
        return profilesFile;
    }

    /** The password of all accounts, new at every start. */
    String password() {
        return password;
    }

    @Override
    public void close() {
        server.close();
    }
}
