package org.exchangesync.ops.cli;

import java.util.List;
import org.exchangesync.ops.DeleteOperations.Question;
import org.exchangesync.sync.DeleteHold.Answer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Questions about deletes: {@code docs/deletes.md}. */
final class DeleteCommands {
    private DeleteCommands() {}

    static void add(CommandLine commands, Session session) {
        CommandLine deletes = Commands.group(
                commands, "deletes", "Folders that lost too much at once: shall the deletes be applied, or not?");
        deletes.addSubcommand("list", new ListQuestions(session));
        deletes.addSubcommand("apply", new Apply(session));
        deletes.addSubcommand("keep", new Keep(session));
    }

    @Command(
            description = "The questions that are open, the oldest first.",
            footer = {"", "Example:", "  exchange-sync deletes list"})
    static final class ListQuestions extends Leaf {
        ListQuestions(Session session) {
            super(session);
        }

        @Override
        int run() {
            List<Question> questions = session().operations().deletes().list();
            if (session().json()) {
                Json.print("deletes", questions, session().out());
            } else if (questions.isEmpty()) {
                session().out().println("No folder asks about deletes.");
            } else {
                show(questions);
            }
            return ExitCodes.DONE;
        }

        private void show(List<Question> questions) {
            Table table = new Table()
                    .column("MAILBOX")
                    .column("FOLDER")
                    .number("RECORDS LOST")
                    .number("OF ITEMS")
                    .column("ASKED")
                    .column("ANSWER");
            questions.forEach(question -> table.row(
                    question.mailbox(),
                    question.folder(),
                    question.records(),
                    question.items(),
                    session().times().relative(question.askedAt()),
                    question.answer() == null ? null : Json.word(question.answer())));
            session().print(table);
            session().out().println();
            session().out().println("They are gone indeed:  exchange-sync deletes apply MAILBOX FOLDER");
            session().out().println("It was an accident:    exchange-sync deletes keep MAILBOX FOLDER");
        }
    }

    /** What both answers need. */
    abstract static class Answering extends Leaf {
        @Parameters(paramLabel = "MAILBOX", description = "Its address.")
        private String mailbox;

        @Parameters(paramLabel = "FOLDER", description = "As 'deletes list' shows it.")
        private String folder;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit.")
        private String reason;

        private final Answer answer;

        Answering(Session session, Answer answer) {
            super(session);
            this.answer = answer;
        }

        @Override
        final int run() {
            Question question = session()
                    .operations()
                    .deletes()
                    .answer(mailbox, folder, answer, reason, session().who());
            if (session().json()) {
                Json.print("delete", question, session().out());
            } else {
                session()
                        .out()
                        .println(question.mailbox() + ", " + question.folder() + ": the next cycle of the mailbox "
                                + becomes(question));
            }
            return ExitCodes.DONE;
        }

        private static String becomes(Question question) {
            return question.answer() == Answer.APPLY
                    ? "marks " + question.records() + " records as gone."
                    : "leaves the " + question.records() + " records as they are.";
        }
    }

    @Command(
            description = "The items are gone indeed: their records are marked as gone.",
            footer = {"", "Example:", "  exchange-sync deletes apply anna@example.com calendar --reason \"she left\""})
    static final class Apply extends Answering {
        Apply(Session session) {
            super(session, Answer.APPLY);
        }
    }

    @Command(
            description = "It was an accident: the records stay as they are.",
            footer = {"", "Example:", "  exchange-sync deletes keep anna@example.com calendar"})
    static final class Keep extends Answering {
        Keep(Session session) {
            super(session, Answer.KEEP);
        }
    }
}
