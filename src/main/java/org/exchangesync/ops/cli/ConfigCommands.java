package org.exchangesync.ops.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.exchangesync.check.MailboxTests.Wish;
import org.exchangesync.ops.ConfigurationOperations.Selection;
import org.exchangesync.ops.MailboxOperations;
import org.exchangesync.ops.MailboxOperations.MailboxQuery;
import org.exchangesync.ops.MailboxOperations.MailboxState;
import org.exchangesync.profile.Declaration;
import org.exchangesync.profile.Declaration.Kind;
import org.exchangesync.profile.DeclarationStore.Changes;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Profiles and mailboxes as they are declared. */
final class ConfigCommands {
    private ConfigCommands() {}

    static void add(CommandLine commands, Session session) {
        CommandLine config = Commands.group(
                commands, "config", "Profiles, mailboxes, settings and defaults as files and people declare them.");
        config.addSubcommand("list", new ListDeclarations(session));
        config.addSubcommand("show", new Show(session));
        config.addSubcommand("import", new Import(session));
        config.addSubcommand("set", new SetFields(session));
        config.addSubcommand("apply-defaults", new ApplyDefaults(session));
        config.addSubcommand("remove", new Remove(session));
    }

    private static int print(Session session, Changes changes, boolean dryRun) {
        if (session.json()) {
            Json.print("changes", changes, session.out());
        } else {
            session.out()
                    .println((dryRun ? "Would be: " : "") + changes.added() + " added, " + changes.changed()
                            + " changed."
                            + (dryRun || changes.isEmpty() ? "" : " The program uses them within seconds."));
        }
        return ExitCodes.DONE;
    }

    private static Kind kind(Leaf command, String word) {
        try {
            return Kind.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw command.usage(
                    "'" + word + "' is nothing that is declared; allowed are profile, mailbox, settings, defaults");
        }
    }

    /** What is changed. */
    static final class Which {
        @Option(names = "--profile", paramLabel = "NAME", description = "Mailboxes that name this profile.")
        private String profile;

        @Option(names = "--all", description = "All mailboxes.")
        private boolean all;

        @Option(names = "--dry-run", description = "Only check, and tell how many would change.")
        private boolean dryRun;

        Selection of(Leaf command, Kind kind, Set<String> names) {
            if (names.isEmpty() && profile == null && !all) {
                throw command.usage("which? Give names, --profile or --all");
            }
            return new Selection(kind, names, profile);
        }
    }

    @Command(
            description = "What is declared, and where.",
            footer = {"", "Examples:", "  exchange-sync config list", "  exchange-sync config list mailbox"})
    static final class ListDeclarations extends Leaf {
        @Parameters(paramLabel = "KIND", arity = "0..1", description = "profile, mailbox, settings or defaults.")
        private String kind;

        ListDeclarations(Session session) {
            super(session);
        }

        @Override
        int run() {
            List<Declaration> declarations =
                    session().operations().configuration().list(kind == null ? null : kind(this, kind));
            if (session().json()) {
                Json.print("declarations", declarations, session().out());
            } else if (declarations.isEmpty()) {
                session().out().println("Nothing is declared.");
            } else {
                Table table = new Table()
                        .column("KIND")
                        .column("NAME")
                        .column("DECLARED IN")
                        .text("FIELDS");
                declarations.forEach(declaration -> table.row(
                        declaration.kind().label(), declaration.name(), declaration.source(), declaration.json()));
                session().print(table);
            }
            return ExitCodes.DONE;
        }
    }

    @Command(
            description = "One profile or mailbox as it is declared.",
            footer = {"", "Example:", "  exchange-sync config show profile office"})
    static final class Show extends Leaf {
        @Parameters(index = "0", paramLabel = "KIND", description = "profile, mailbox, settings or defaults.")
        private String kind;

        @Parameters(index = "1", paramLabel = "NAME", description = "The profile's name, or the mailbox's address.")
        private String name;

        Show(Session session) {
            super(session);
        }

        @Override
        int run() throws IOException {
            Declaration found = session().operations().configuration().show(kind(this, kind), name);
            if (session().json()) {
                Json.print("declaration", found, session().out());
            } else {
                Sheet sheet = new Sheet(session())
                        .title(found.kind().label() + " " + found.name() + ", declared in " + found.source());
                Json.fields(found.json()).forEach(sheet::line);
                sheet.print();
            }
            return ExitCodes.DONE;
        }
    }

    @Command(
            description = {
                "Takes profiles and mailboxes from a file, in place of those of the same names; the others stay.",
                "YAML as in src/main/config/profiles.yaml, or a .csv table of mailboxes whose first line names the fields"
                        + " (several folders: with | between them). Nothing is taken of a file with a mistake."
            },
            footer = {
                "",
                "Examples:",
                "  exchange-sync config import mailboxes.csv --dry-run",
                "  exchange-sync config import office.yaml"
            })
    static final class Import extends Leaf {
        @Parameters(paramLabel = "FILE", description = "The file.")
        private String file;

        @Option(names = "--dry-run", description = "Only check, and tell how many would change.")
        private boolean dryRun;

        Import(Session session) {
            super(session);
        }

        @Override
        int run() throws IOException {
            try (InputStream in = session().terminal().read(file)) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return print(
                        session(),
                        session()
                                .operations()
                                .configuration()
                                .take(file, text, dryRun, session().who()),
                        dryRun);
            }
        }
    }

    @Command(
            description =
                    "Sets fields of profiles or mailboxes that a person declared; an empty value takes a field away.",
            footer = {
                "",
                "Examples:",
                "  exchange-sync config set mailbox anna@example.com approval=approved",
                "  exchange-sync config set mailbox --profile office outgoingEmail=none",
                "  exchange-sync config set profile office active=false"
            })
    static final class SetFields extends Leaf {
        @Parameters(index = "0", paramLabel = "KIND", description = "profile, mailbox, settings or defaults.")
        private String kind;

        @Parameters(index = "1..*", paramLabel = "NAME|FIELD=VALUE", description = "Of which, and what is set.")
        private List<String> words = List.of();

        @Mixin
        private Which which;

        SetFields(Session session) {
            super(session);
        }

        @Override
        int run() {
            Set<String> names = new LinkedHashSet<>();
            Map<String, String> fields = new LinkedHashMap<>();
            for (String word : words) {
                int equals = word.indexOf('=');
                if (equals < 0) {
                    names.add(word);
                } else {
                    String value = word.substring(equals + 1);
                    fields.put(word.substring(0, equals), value.isEmpty() ? null : value);
                }
            }
            if (fields.isEmpty()) {
                throw usage("what? Give FIELD=VALUE");
            }
            return print(
                    session(),
                    session()
                            .operations()
                            .configuration()
                            .set(
                                    which.of(this, kind(this, kind), names),
                                    fields,
                                    which.dryRun,
                                    session().who()),
                    which.dryRun);
        }
    }

    @Command(
            description =
                    "Has mailboxes that a person declared take from the defaults, and the default profile, how they are"
                            + " served, then tests and enables them.",
            footer = {"", "Example:", "  exchange-sync config apply-defaults --all"})
    static final class ApplyDefaults extends Leaf {
        @Parameters(paramLabel = "MAILBOX", arity = "0..*", description = "Addresses.")
        private Set<String> mailboxes = new LinkedHashSet<>();

        @Mixin
        private Which which;

        @Option(names = "--no-test", description = "Does not test and enable them.")
        private boolean untested;

        ApplyDefaults(Session session) {
            super(session);
        }

        @Override
        int run() {
            Selection selection = which.of(this, Kind.MAILBOX, mailboxes);
            Changes changes = session()
                    .operations()
                    .configuration()
                    .applyDefaults(selection, which.dryRun, session().who());
            List<String> tested = untested || which.dryRun ? List.of() : testAndEnable(selection);
            if (session().json()) {
                Json.print(
                        Map.of("changes", changes, "requested", tested),
                        session().out());
                return ExitCodes.DONE;
            }
            int code = print(session(), changes, which.dryRun);
            if (!tested.isEmpty()) {
                session().out().println(TestAndEnableCommand.requested(tested));
            }
            return code;
        }

        /** Of those that were selected, all that the program serves. */
        private List<String> testAndEnable(Selection selection) {
            MailboxOperations operations = session().operations().mailboxes();
            Set<String> served = operations.list(new MailboxQuery(Set.of(), selection.profile(), false)).stream()
                    .map(MailboxState::mailbox)
                    .filter(address ->
                            selection.names().isEmpty() || selection.names().contains(address))
                    .collect(Collectors.toSet());
            return served.isEmpty()
                    ? List.of()
                    : operations.testAndEnable(
                            new MailboxQuery(served, null, false),
                            Wish.NONE,
                            session().who());
        }
    }

    @Command(
            description = "Takes away a profile or mailbox that a person declared. Records and states stay.",
            footer = {"", "Example:", "  exchange-sync config remove mailbox anna@example.com"})
    static final class Remove extends Leaf {
        @Parameters(index = "0", paramLabel = "KIND", description = "profile, mailbox, settings or defaults.")
        private String kind;

        @Parameters(index = "1", paramLabel = "NAME", description = "The profile's name, or the mailbox's address.")
        private String name;

        Remove(Session session) {
            super(session);
        }

        @Override
        int run() {
            Kind what = kind(this, kind);
            session().operations().configuration().remove(what, name, session().who());
            if (session().json()) {
                Json.print(Map.of("kind", what.label(), "name", name), session().out());
            } else {
                session().out().println(what.label() + " " + name + " is gone.");
            }
            return ExitCodes.DONE;
        }
    }
}
