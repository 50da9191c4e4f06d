package org.exchangesync.ops.cli;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.exchangesync.ops.DeadLetterOperations.Details;
import org.exchangesync.ops.Letter;
import org.exchangesync.sync.audit.AuditEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One dead letter: why, what to do, and what was done. */
@Command(
        description = "Tells why an item could not be taken, what to do about it, and what was done.",
        footer = {"", "Example:", "  exchange-sync dead-letters show 17"})
final class ShowLetterCommand extends Leaf {
    private static final String CAUSED_BY = "Caused by: ";

    @Parameters(paramLabel = "ID", description = "The letter's number.")
    private long id;

    @Option(names = "--trace", description = "With the stack traces.")
    private boolean trace;

    ShowLetterCommand(Session session) {
        super(session);
    }

    @Override
    int run() {
        Details details = session().operations().deadLetters().show(id);
        if (session().json()) {
            Json.print(details, session().out());
        } else {
            show(details.letter());
            history(details.history());
            exceptions(details.exception());
        }
        return ExitCodes.DONE;
    }

    private void show(Letter letter) {
        Times times = session().times();
        new Sheet(session())
                .title("Dead letter " + letter.id() + ": " + (letter.title() == null ? "(no title)" : letter.title()))
                .line("state", state(letter))
                .line("cause", letter.cause())
                .line("what to do", letter.cure())
                .line("code", letter.code() + " (" + Json.word(letter.faultClass()) + ")")
                .line("failed in", where(letter))
                .line(
                        "tried",
                        letter.attempts()
                                + (letter.attempts() == 1 ? " time, " : " times, first ")
                                + (letter.attempts() == 1 ? "" : times.both(letter.firstSeen()) + ", last ")
                                + times.both(letter.lastSeen()))
                .line(
                        "mailbox",
                        letter.mailbox() + ", " + Json.word(letter.direction()) + ", profile " + letter.profile())
                .line("item", letter.kind().label() + " in " + letter.folder() + kept(letter))
                .line("Message-ID", letter.messageId())
                .line("now in", moved(letter))
                .line(
                        "edited",
                        letter.editedBy() == null
                                ? null
                                : "by " + letter.editedBy() + ", " + times.both(letter.editedAt()))
                .line("replay", replay(letter))
                .print();
    }

    private String state(Letter letter) {
        return Stream.of(
                        Json.word(letter.state()),
                        letter.resolvedAt() == null ? null : session().times().both(letter.resolvedAt()),
                        letter.resolvedBy() == null ? null : "by " + letter.resolvedBy(),
                        letter.resolution(),
                        letter.recordId() == null ? null : "record " + letter.recordId())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", "));
    }

    private static String where(Letter letter) {
        if (letter.route() == null) {
            return "reading the item from the server";
        }
        return "route " + letter.route() + (letter.step() == null ? "" : ", step " + letter.step());
    }

    private static String kept(Letter letter) {
        return letter.originalSize() == null ? "" : ", original of " + letter.originalSize() + " bytes";
    }

    private static String moved(Letter letter) {
        if (letter.moved() == null) {
            return null;
        }
        return switch (letter.moved()) {
            case MOVED -> "Undeliverable";
            case MOVED_BACK -> "the Inbox again";
            case NOT_MOVED -> "its folder; it could not be moved: " + letter.movedReason();
        };
    }

    private String replay(Letter letter) {
        if (letter.replayRequestedBy() == null) {
            return null;
        }
        return "asked for by " + letter.replayRequestedBy() + ", "
                + session().times().both(letter.replayRequestedAt())
                + (letter.replayResult() == null
                        ? "; no result yet"
                        : "; " + session().times().relative(letter.replayedAt()) + ": " + letter.replayResult());
    }

    private void history(List<AuditEntry> history) {
        if (history.isEmpty()) {
            return;
        }
        session().out().println();
        Table table = new Table().column("WHEN").column("WHO").column("WHAT").sentences("DETAILS");
        history.forEach(act -> table.row(session().times().absolute(act.at()), act.who(), act.act(), act.details()));
        session().print(table);
    }

    private void exceptions(String chain) {
        if (chain == null) {
            return;
        }
        session().out().println();
        List<String> lines = chain.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (trace) {
                session().out().println(indented(lines.get(i)));
            } else if (i == 0 || lines.get(i).startsWith(CAUSED_BY)) {
                session().out().println(Columns.clean(lines.get(i)));
            }
        }
        if (!trace && lines.size() > 1) {
            session().out().println("(--trace shows where)");
        }
    }

    private static String indented(String line) {
        return (line.startsWith("\t") ? "    " : "") + Columns.clean(line);
    }
}
