package org.exchangesync.ops.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.exchangesync.ops.DeadLetterOperations;
import org.exchangesync.ops.DeadLetterOperations.Found;
import org.exchangesync.ops.DeadLetterOperations.Source;
import org.exchangesync.ops.Letter;
import org.exchangesync.sync.deadletter.ActResult;
import org.exchangesync.sync.deadletter.LetterState;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Items that could not be taken. {@link ReplayCommand} replays them, {@link ShowLetterCommand} shows one. */
final class DeadLetterCommands {
    private static final String STDOUT = "-";

    private DeadLetterCommands() {}

    static void add(CommandLine commands, Session session) {
        CommandLine letters = Commands.group(
                commands,
                "dead-letters",
                "Items that could not be taken: look at them, mend them, replay or discard them.");
        letters.addSubcommand("list", new ListLetters(session));
        letters.addSubcommand("show", new ShowLetterCommand(session));
        letters.addSubcommand("replay", new ReplayCommand(session, false));
        letters.addSubcommand("dry-run", new ReplayCommand(session, true));
        letters.addSubcommand("cancel", new Cancel(session));
        letters.addSubcommand("export", new Export(session));
        letters.addSubcommand("edit", new Edit(session));
        letters.addSubcommand("discard", new Discard(session));
    }

    /** Shows what an act on several letters came to; letters that refused it are a failure. */
    static int shown(Session session, LetterOptions which, ActResult result, String done) {
        if (session.json()) {
            Json.print(result, session.out());
        } else {
            if (!result.done().isEmpty()) {
                session.out()
                        .println(count(result.done().size()) + " " + done + ": "
                                + result.done().stream().map(String::valueOf).collect(Collectors.joining(" ")));
            } else if (result.refused().isEmpty()) {
                session.out().println("No dead letter fits.");
            }
            if (which.ids().isEmpty() && result.done().size() + result.refused().size() >= which.limit()) {
                session.out().println("There may be more: at most " + which.limit() + " are done at once (--limit).");
            }
            result.refused()
                    .forEach((id, reason) ->
                            session.terminal().err().println("exchange-sync: dead letter " + id + ": " + reason));
        }
        return result.refused().isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    static String count(long letters) {
        return letters == 1 ? "1 dead letter" : letters + " dead letters";
    }

    @Command(
            description = "The letters, the latest failure first; those that are resolved only with --state.",
            footer = {
                "",
                "Examples:",
                "  exchange-sync dead-letters list",
                "  exchange-sync dead-letters list --code ItemCorrupt --since 8h",
                "  exchange-sync dead-letters list --mailbox anna@example.com --state all"
            })
    static final class ListLetters extends Leaf {
        @Mixin
        private LetterOptions which;

        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "open, replaying, replayed, arrived, discarded or all. Default: open and replaying.")
        private String state;

        ListLetters(Session session) {
            super(session);
        }

        @Override
        int run() {
            DeadLetterOperations letters = session().operations().deadLetters();
            Found found = letters.find(which.query(this, states()));
            if (session().json()) {
                Json.print(found, session().out());
            } else if (found.letters().isEmpty()) {
                session().out().println("No dead letter fits.");
            } else {
                show(found, letters.openByCode());
            }
            return ExitCodes.DONE;
        }

        private Set<LetterState> states() {
            if (state == null) {
                return EnumSet.of(LetterState.OPEN, LetterState.REPLAYING);
            }
            if (state.equalsIgnoreCase("all")) {
                return Set.of();
            }
            try {
                return EnumSet.of(LetterState.valueOf(state.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw usage(
                        "'" + state + "' is no state; there are open, replaying, replayed, arrived, discarded, all");
            }
        }

        private void show(Found found, Map<String, Long> openByCode) {
            Table table = new Table()
                    .number("ID")
                    .column("STATE")
                    .column("MAILBOX")
                    .column("KIND")
                    .column("CODE")
                    .number("TRIES")
                    .column("LAST")
                    .text("TITLE");
            for (Letter letter : found.letters()) {
                table.row(
                        letter.id(),
                        Json.word(letter.state()),
                        letter.mailbox(),
                        letter.kind().label(),
                        letter.code(),
                        letter.attempts(),
                        session().times().relative(letter.lastSeen()),
                        letter.title());
            }
            session().print(table);
            session().out().println();
            if (found.total() > found.letters().size()) {
                session()
                        .out()
                        .println(found.letters().size() + " of " + found.total() + " are shown; --limit shows more.");
            }
            if (!openByCode.isEmpty()) {
                session()
                        .out()
                        .println("Open: "
                                + openByCode.entrySet().stream()
                                        .map(code -> code.getValue() + " " + code.getKey())
                                        .collect(Collectors.joining(", ")));
            }
            session().out().println("Why, and what to do: exchange-sync dead-letters show ID");
        }
    }

    @Command(
            description = "Takes requests for replays back that are not done yet.",
            footer = {"", "Example:", "  exchange-sync dead-letters cancel 17"})
    static final class Cancel extends Leaf {
        @Mixin
        private LetterOptions which;

        Cancel(Session session) {
            super(session);
        }

        @Override
        int run() {
            return shown(
                    session(),
                    which,
                    session()
                            .operations()
                            .deadLetters()
                            .cancel(
                                    which.query(this, EnumSet.of(LetterState.REPLAYING)),
                                    session().who()),
                    "open again");
        }
    }

    @Command(
            description = "Writes the original into a file: a mail as it was (.eml), anything else as JSON.",
            footer = {"", "Example:", "  exchange-sync dead-letters export 17 --to 17.eml"})
    static final class Export extends Leaf {
        @Parameters(paramLabel = "ID", description = "The letter's number.")
        private long id;

        @Option(
                names = "--to",
                paramLabel = "FILE",
                required = true,
                description = "The file to make, readable by you only; - for standard output.")
        private String file;

        @Option(names = "--edited", description = "What somebody put in the original's place.")
        private boolean edited;

        Export(Session session) {
            super(session);
        }

        @Override
        int run() throws IOException {
            DeadLetterOperations letters = session().operations().deadLetters();
            Source source = edited ? Source.EDITED : Source.ORIGINAL;
            if (file.equals(STDOUT)) {
                letters.export(id, source, session().terminal().bytes());
                session().terminal().bytes().flush();
            } else {
                session().terminal().write(file, target -> letters.export(id, source, target));
                if (session().json()) {
                    Json.print(Map.of("id", id, "file", file), session().out());
                } else {
                    session().out().println("Dead letter " + id + " is in " + file);
                }
            }
            return ExitCodes.DONE;
        }
    }

    @Command(
            description = "Puts another content in the original's place, which is kept; a replay then takes that.",
            footer = {
                "",
                "Examples:",
                "  exchange-sync dead-letters export 17 --to 17.eml      (then mend the file)",
                "  exchange-sync dead-letters edit 17 --from 17.eml",
                "  exchange-sync dead-letters edit 17 --restore"
            })
    static final class Edit extends Leaf {
        @Parameters(paramLabel = "ID", description = "The letter's number.")
        private long id;

        @ArgGroup(multiplicity = "1")
        private Content content;

        private static final class Content {
            @Option(names = "--from", paramLabel = "FILE", description = "A mail as .eml, anything else as JSON.")
            private String file;

            @Option(names = "--restore", description = "Takes an edit back.")
            private boolean restore;
        }

        Edit(Session session) {
            super(session);
        }

        @Override
        int run() throws IOException {
            DeadLetterOperations letters = session().operations().deadLetters();
            Letter letter;
            if (content.restore) {
                letter = letters.restore(id, session().who());
            } else {
                try (InputStream file = session().terminal().read(content.file)) {
                    letter = letters.edit(id, file, session().who());
                }
            }
            if (session().json()) {
                Json.print("letter", letter, session().out());
            } else {
                session()
                        .out()
                        .println("Dead letter " + id + (content.restore ? " is as it was." : " is edited.")
                                + " To replay it: exchange-sync dead-letters replay " + id + " --wait");
            }
            return ExitCodes.DONE;
        }
    }

    @Command(
            description = "Resolves letters whose items nobody wants. The reason stands in the audit.",
            footer = {
                "",
                "Examples:",
                "  exchange-sync dead-letters discard 17 --reason \"advertising\"",
                "  exchange-sync dead-letters discard --code ErrorItemCorrupt --mailbox old@example.com --reason \"mailbox is gone\""
            })
    static final class Discard extends Leaf {
        @Mixin
        private LetterOptions which;

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why nobody wants them.")
        private String reason;

        Discard(Session session) {
            super(session);
        }

        @Override
        int run() {
            if (!which.restrict()) {
                throw usage("Which letters? Give their numbers, or --code, --mailbox, --kind, --since …");
            }
            return shown(
                    session(),
                    which,
                    session()
                            .operations()
                            .deadLetters()
                            .discard(
                                    which.query(this, EnumSet.of(LetterState.OPEN)),
                                    reason,
                                    session().who()),
                    "discarded");
        }
    }
}
