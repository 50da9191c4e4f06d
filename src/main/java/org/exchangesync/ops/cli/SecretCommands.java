package org.exchangesync.ops.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.exchangesync.ops.SecretOperations.SecretState;
import org.exchangesync.profile.SecretVault;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Secrets that are kept in the database. */
final class SecretCommands {
    private static final int LONGEST = 64 << 10;

    private SecretCommands() {}

    static void add(CommandLine commands, Session session) {
        CommandLine secrets =
                Commands.group(commands, "secrets", "Secrets that are kept in the database, for {{stored:NAME}}.");
        secrets.addSubcommand("list", new ListSecrets(session));
        secrets.addSubcommand("set", new SetSecret(session));
        secrets.addSubcommand("remove", new RemoveSecret(session));
        secrets.addSubcommand("rotate", new Rotate(session));
        secrets.addSubcommand("new-key", new NewKey(session));
    }

    @Command(
            description = "The names of all secrets; values are never shown.",
            footer = {"", "Example:", "  exchange-sync secrets list"})
    static final class ListSecrets extends Leaf {
        ListSecrets(Session session) {
            super(session);
        }

        @Override
        int run() {
            List<SecretState> secrets = session().operations().secrets().list();
            if (session().json()) {
                Json.print("secrets", secrets, session().out());
            } else if (secrets.isEmpty()) {
                session().out().println("There are no secrets.");
            } else {
                Table table = new Table()
                        .column("SECRET")
                        .column("KEY")
                        .column("STORED")
                        .column("BY");
                secrets.forEach(secret -> table.row(
                        secret.name(),
                        secret.keyId(),
                        session().times().relative(secret.updatedAt()),
                        secret.updatedBy()));
                session().print(table);
            }
            return ExitCodes.DONE;
        }
    }

    @Command(
            description = {
                "Stores a secret, in place of one of that name. It is read from a file, so that it stands in no list of"
                        + " processes and no history of the shell; the last line end doesn't belong to it."
            },
            footer = {
                "",
                "Examples:",
                "  exchange-sync secrets set office --from password.txt",
                "  exchange-sync secrets set office --from /dev/stdin"
            })
    static final class SetSecret extends Leaf {
        @Parameters(paramLabel = "NAME", description = "By which {{stored:NAME}} refers to it.")
        private String name;

        @Option(names = "--from", paramLabel = "FILE", required = true, description = "Where it stands.")
        private String file;

        SetSecret(Session session) {
            super(session);
        }

        @Override
        int run() throws IOException {
            try (InputStream in = session().terminal().read(file)) {
                byte[] bytes = in.readNBytes(LONGEST + 1);
                if (bytes.length > LONGEST) {
                    throw usage(file + " is longer than any secret");
                }
                String value = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\R$", "");
                session().operations().secrets().set(name, value, session().who());
            }
            return done(session(), name, "is stored.");
        }
    }

    private static int done(Session session, String name, String what) {
        if (session.json()) {
            Json.print(Map.of("secret", name), session.out());
        } else {
            session.out().println("Secret " + name + " " + what);
        }
        return ExitCodes.DONE;
    }

    @Command(
            description = "Takes a secret away.",
            footer = {"", "Example:", "  exchange-sync secrets remove office"})
    static final class RemoveSecret extends Leaf {
        @Parameters(paramLabel = "NAME", description = "Its name.")
        private String name;

        RemoveSecret(Session session) {
            super(session);
        }

        @Override
        int run() {
            session().operations().secrets().remove(name, session().who());
            return done(session(), name, "is gone.");
        }
    }

    @Command(
            description = "Seals all secrets with the first key of the key file; the others are not needed afterwards.",
            footer = {"", "Example:", "  exchange-sync secrets rotate"})
    static final class Rotate extends Leaf {
        Rotate(Session session) {
            super(session);
        }

        @Override
        int run() {
            int sealed = session().operations().secrets().rotate(session().who());
            if (session().json()) {
                Json.print(Map.of("sealed", sealed), session().out());
            } else {
                session().out().println(sealed + " secret(s) sealed with the current key.");
            }
            return ExitCodes.DONE;
        }
    }

    @Command(
            description = "Makes a key for exchangesync.secrets.keyFile and prints it.",
            footer = {"", "Example:", "  (umask 077; exchange-sync secrets new-key > keys)"})
    static final class NewKey extends Leaf {
        NewKey(Session session) {
            super(session);
        }

        @Override
        boolean needsDatabase() {
            return false;
        }

        @Override
        int run() {
            session().out().println(SecretVault.newKey());
            return ExitCodes.DONE;
        }
    }
}
