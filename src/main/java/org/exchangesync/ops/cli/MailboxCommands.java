package org.exchangesync.ops.cli;

import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.exchangesync.check.MailboxTests.Status;
import org.exchangesync.check.MailboxTests.Tested;
import org.exchangesync.ops.MailboxOperations.Change;
import org.exchangesync.ops.MailboxOperations.MailboxQuery;
import org.exchangesync.ops.MailboxOperations.MailboxState;
import org.exchangesync.ops.MailboxOperations.Trouble;
import org.exchangesync.profile.Direction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Mailboxes and their directions. */
final class MailboxCommands {
    private MailboxCommands() {}

    static void add(CommandLine commands, Session session) {
        CommandLine mailboxes =
                Commands.group(commands, "mailboxes", "Which mailboxes work, which are left alone, and why.");
        mailboxes.addSubcommand("list", new ListMailboxes(session));
        mailboxes.addSubcommand("show", new Show(session));
        mailboxes.addSubcommand("postponed", new Postponed(session));
        mailboxes.addSubcommand("enable", new Enable(session));
        mailboxes.addSubcommand("test-and-enable", new TestAndEnableCommand(session));
        mailboxes.addSubcommand("disable", new Disable(session));
    }

    /** {@code incoming disabled (ErrorAccessDenied)}. */
    private static String brief(MailboxState mailbox) {
        if (mailbox.profileStopped() != null) {
            return (mailbox.fellBackAt() == null ? "" : "email by the second profile; ") + "profile stopped: "
                    + mailbox.profileStopped();
        }
        return mailbox.troubles().stream()
                .map(trouble ->
                        trouble.direction().label() + " " + Json.word(trouble.state()) + " (" + trouble.code() + ")")
                .collect(Collectors.joining(", "));
    }

    /** The worst of its directions, as Dynamics has it for the mailbox as a whole. */
    private static String tested(MailboxState mailbox) {
        if (mailbox.testWaiting() != null) {
            return mailbox.testWaiting().underWay() ? "under way" : "waiting";
        }
        if (mailbox.tests().stream().anyMatch(test -> test.status() == Status.FAILURE)) {
            return "failure";
        }
        return mailbox.tests().isEmpty() ? "not run" : "success";
    }

    private static String next(MailboxState mailbox, Session session) {
        Instant now = session.clock().instant();
        if (!mailbox.active()) {
            return "not configured";
        }
        if (mailbox.workedOnUntil() != null && mailbox.workedOnUntil().isAfter(now)) {
            return "at work";
        }
        if (mailbox.profileStopped() != null && mailbox.fellBackAt() == null) {
            return "stopped";
        }
        return mailbox.dueAt().isAfter(now) ? session.times().relative(mailbox.dueAt()) : "due";
    }

    @Command(
            description = "All mailboxes: when they worked last, when they are worked on next, and what is left alone.",
            footer = {
                "",
                "Examples:",
                "  exchange-sync mailboxes list",
                "  exchange-sync mailboxes list --failing --profile office"
            })
    static final class ListMailboxes extends Leaf {
        @Option(names = "--profile", paramLabel = "NAME", description = "Of this profile.")
        private String profile;

        @Option(names = "--failing", description = "Only those of which something is left alone.")
        private boolean failing;

        ListMailboxes(Session session) {
            super(session);
        }

        @Override
        int run() {
            List<MailboxState> mailboxes =
                    session().operations().mailboxes().list(new MailboxQuery(Set.of(), profile, failing));
            if (session().json()) {
                Json.print("mailboxes", mailboxes, session().out());
            } else if (mailboxes.isEmpty()) {
                session().out().println(failing ? "No mailbox is in trouble." : "There are no mailboxes.");
            } else {
                Table table = new Table()
                        .column("MAILBOX")
                        .column("PROFILE")
                        .column("LAST SUCCESS")
                        .column("NEXT")
                        .column("TESTED")
                        .text("TROUBLE");
                mailboxes.forEach(mailbox -> table.row(
                        mailbox.mailbox(),
                        mailbox.profile(),
                        mailbox.lastSuccessAt() == null
                                ? "never"
                                : session().times().relative(mailbox.lastSuccessAt()),
                        next(mailbox, session()),
                        tested(mailbox),
                        brief(mailbox)));
                session().print(table);
            }
            return ExitCodes.DONE;
        }
    }

    @Command(
            description = "One mailbox: what is left alone, why, and what to do about it.",
            footer = {"", "Example:", "  exchange-sync mailboxes show anna@example.com"})
    static final class Show extends Leaf {
        @Parameters(paramLabel = "MAILBOX", description = "Its address.")
        private String address;

        Show(Session session) {
            super(session);
        }

        @Override
        int run() {
            MailboxState mailbox = session().operations().mailboxes().show(address);
            if (session().json()) {
                Json.print("mailbox", mailbox, session().out());
                return ExitCodes.DONE;
            }
            Times times = session().times();
            new Sheet(session())
                    .title(mailbox.mailbox())
                    .line("profile", mailbox.profile())
                    .line("stopped", mailbox.profileStopped())
                    .line(
                            "second profile",
                            mailbox.fellBackAt() == null ? null : "email since " + times.both(mailbox.fellBackAt()))
                    .line("next", next(mailbox, session()))
                    .line("last begun", times.both(mailbox.lastStartedAt()))
                    .line("last good", mailbox.lastSuccessAt() == null ? "never" : times.both(mailbox.lastSuccessAt()))
                    .line("trouble", mailbox.troubles().isEmpty() ? "none" : null)
                    .print();
            mailbox.tests().forEach(this::show);
            mailbox.troubles().forEach(this::show);
            return ExitCodes.DONE;
        }

        private void show(Tested test) {
            session().out().println();
            new Sheet(session())
                    .title("last test of " + test.direction().label() + ": " + Json.word(test.status()))
                    .line("code", test.code())
                    .line("detail", test.detail())
                    .line("tested", session().times().both(test.testedAt()))
                    .print();
        }

        private void show(Trouble trouble) {
            Times times = session().times();
            session().out().println();
            new Sheet(session())
                    .title(trouble.direction().label() + " is " + Json.word(trouble.state()))
                    .line("reason", trouble.reason())
                    .line("cause", trouble.cause())
                    .line("what to do", trouble.cure())
                    .line("code", trouble.code() + " (" + Json.word(trouble.faultClass()) + ")")
                    .line(
                            "failed",
                            trouble.failures() == 0
                                    ? null
                                    : trouble.failures() + " times in a row, last " + times.both(trouble.failedAt()))
                    .line("since", times.both(trouble.since()))
                    .line(
                            "next try",
                            trouble.retryAt() == null
                                    ? "none, until somebody enables it: exchange-sync mailboxes enable "
                                            + trouble.mailbox()
                                    : times.both(trouble.retryAt()))
                    .print();
        }
    }

    @Command(
            description =
                    "All directions that are left alone, the latest trouble first: postponed ones are tried again by"
                            + " themselves.",
            footer = {"", "Example:", "  exchange-sync mailboxes postponed"})
    static final class Postponed extends Leaf {
        Postponed(Session session) {
            super(session);
        }

        @Override
        int run() {
            List<Trouble> troubles = session().operations().mailboxes().troubles();
            if (session().json()) {
                Json.print("troubles", troubles, session().out());
            } else if (troubles.isEmpty()) {
                session().out().println("Nothing is left alone.");
            } else {
                Table table = new Table()
                        .column("MAILBOX")
                        .column("DIRECTION")
                        .column("STATE")
                        .number("FAILED")
                        .column("NEXT TRY")
                        .column("CODE")
                        .sentences("REASON");
                troubles.forEach(trouble -> table.row(
                        trouble.mailbox(),
                        trouble.direction().label(),
                        Json.word(trouble.state()),
                        trouble.failures(),
                        trouble.retryAt() == null
                                ? "when enabled"
                                : session().times().relative(trouble.retryAt()),
                        trouble.code(),
                        trouble.reason()));
                session().print(table);
            }
            return ExitCodes.DONE;
        }
    }

    /** Which directions of which mailboxes. */
    static final class Which {
        @Parameters(paramLabel = "MAILBOX", arity = "0..*", description = "Addresses.")
        private Set<String> mailboxes = new LinkedHashSet<>();

        @Option(names = "--profile", paramLabel = "NAME", description = "All mailboxes of this profile.")
        private String profile;

        @Option(
                names = "--direction",
                paramLabel = "DIRECTION",
                description = "incoming, outgoing or appointments-contacts-tasks. Default: all.")
        private Set<String> directions = new LinkedHashSet<>();

        MailboxQuery query() {
            return new MailboxQuery(mailboxes, profile, false);
        }

        boolean restrict() {
            return !mailboxes.isEmpty() || profile != null;
        }

        Set<Direction> directions(Leaf command) {
            Set<Direction> wanted = EnumSet.noneOf(Direction.class);
            for (String label : directions) {
                try {
                    wanted.add(Direction.ofLabel(label));
                } catch (IllegalArgumentException e) {
                    throw command.usage(e.getMessage());
                }
            }
            return wanted;
        }
    }

    @Command(
            description = "Enables what is disabled or postponed; it is tried at once.",
            footer = {
                "",
                "Examples:",
                "  exchange-sync mailboxes enable anna@example.com",
                "  exchange-sync mailboxes enable --code ErrorAccessDenied --profile office",
                "  exchange-sync mailboxes enable anna@example.com --direction incoming"
            })
    static final class Enable extends Leaf {
        @Mixin
        private Which which;

        @Option(names = "--code", paramLabel = "CODE", description = "Only what is left alone because of this code.")
        private String code;

        Enable(Session session) {
            super(session);
        }

        @Override
        int run() {
            if (!which.restrict() && code == null) {
                throw usage("Which mailboxes? Give their addresses, --profile or --code.");
            }
            List<Change> changes = session()
                    .operations()
                    .mailboxes()
                    .enable(
                            which.query(),
                            which.directions(this),
                            code,
                            session().who());
            if (session().json()) {
                Json.print("changes", changes, session().out());
            } else if (changes.isEmpty()) {
                session().out().println("Nothing is left alone there; there is nothing to enable.");
            } else {
                changes.forEach(change -> session()
                        .out()
                        .println(change.mailbox() + ": " + change.direction().label()
                                + (change.changed() ? " is enabled, and tried at once." : " was not left alone.")));
            }
            return ExitCodes.DONE;
        }
    }

    @Command(
            description = "Disables directions until somebody enables them.",
            footer = {
                "",
                "Examples:",
                "  exchange-sync mailboxes disable anna@example.com --reason \"is being moved\"",
                "  exchange-sync mailboxes disable anna@example.com --direction appointments-contacts-tasks --reason \"…\""
            })
    static final class Disable extends Leaf {
        @Mixin
        private Which which;

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "For whoever asks later.")
        private String reason;

        Disable(Session session) {
            super(session);
        }

        @Override
        int run() {
            if (!which.restrict()) {
                throw usage("Which mailboxes? Give their addresses or --profile.");
            }
            List<Change> changes = session()
                    .operations()
                    .mailboxes()
                    .disable(
                            which.query(),
                            which.directions(this),
                            reason,
                            session().who());
            if (session().json()) {
                Json.print("changes", changes, session().out());
            } else if (changes.isEmpty()) {
                session().out().println("There are no such mailboxes.");
            } else {
                changes.forEach(change -> session()
                        .out()
                        .println(change.mailbox() + ": " + change.direction().label()
                                + " is disabled; what is under way is finished."));
            }
            return ExitCodes.DONE;
        }
    }
}
