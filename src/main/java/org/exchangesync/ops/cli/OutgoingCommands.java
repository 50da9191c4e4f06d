package org.exchangesync.ops.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.exchangesync.ops.OutgoingOperations.Outgoing;
import org.exchangesync.ops.OutgoingOperations.OutgoingDetails;
import org.exchangesync.sync.outgoing.OutgoingMails.Decision;
import org.exchangesync.sync.outgoing.OutgoingMails.Hold;
import org.exchangesync.sync.outgoing.OutgoingState;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Mail that leaves: {@code docs/outgoing.md}. */
final class OutgoingCommands {
    private OutgoingCommands() {}

    static void add(CommandLine commands, Session session) {
        CommandLine outgoing = Commands.group(commands, "outgoing", "Mail that is to be sent, and what became of it.");
        outgoing.addSubcommand("list", new ListMails(session));
        outgoing.addSubcommand("show", new Show(session));
        outgoing.addSubcommand("send-again", new SendAgain(session));
        outgoing.addSubcommand("sent", new Sent(session));
        outgoing.addSubcommand("cancel", new Cancel(session));
        outgoing.addSubcommand("release", new Release(session));
    }

    @Command(
            description = "The mails, the latest first; by default those that are not sent and not cancelled.",
            footer = {"", "Example:", "  exchange-sync outgoing list --state uncertain --state failed"})
    static final class ListMails extends Leaf {
        @Option(names = "--mailbox", paramLabel = "ADDRESS", description = "Only mail of this mailbox.")
        private String mailbox;

        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "Only in this state: draft, pending-send, sending, sent, failed, uncertain or cancelled."
                        + " May be given several times.")
        private List<String> states = new ArrayList<>();

        @Option(names = "--all", description = "In every state.")
        private boolean all;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "100",
                description = "The most to list (${DEFAULT-VALUE}).")
        private int limit;

        ListMails(Session session) {
            super(session);
        }

        @Override
        int run() {
            List<Outgoing> mails =
                    session().operations().outgoing().list(mailbox, states(), atLeastOne("--limit", limit));
            List<Hold> holds = session().operations().outgoing().holds().stream()
                    .filter(hold -> mailbox == null || hold.mailbox().equals(mailbox))
                    .toList();
            if (session().json()) {
                Json.print(Map.of("outgoing", mails, "holds", holds), session().out());
                return ExitCodes.DONE;
            }
            if (mails.isEmpty()) {
                session().out().println("There is no such mail.");
            } else {
                show(mails);
                more(mails.size(), limit);
            }
            holds.forEach(hold -> session()
                    .out()
                    .println(hold.mailbox() + " asks whether " + hold.pending()
                            + " mails may leave at once:  exchange-sync outgoing release " + hold.mailbox()));
            return ExitCodes.DONE;
        }

        private Set<OutgoingState> states() {
            Set<OutgoingState> wanted = EnumSet.noneOf(OutgoingState.class);
            for (String word : states) {
                try {
                    wanted.add(
                            OutgoingState.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
                } catch (IllegalArgumentException e) {
                    throw usage("'" + word + "' is no state: draft, pending-send, sending, sent, failed, uncertain or"
                            + " cancelled is wanted");
                }
            }
            return wanted.isEmpty() && !all
                    ? EnumSet.complementOf(EnumSet.of(OutgoingState.SENT, OutgoingState.CANCELLED))
                    : wanted;
        }

        private void show(List<Outgoing> mails) {
            Table table = new Table()
                    .number("RECORD") // never cut: commands need it whole
                    .column("MAILBOX")
                    .column("STATE")
                    .text("SUBJECT")
                    .column("HANDED IN")
                    .column("NEXT")
                    .column("CODE");
            mails.forEach(mail -> table.row(
                    mail.recordId(),
                    mail.mailbox(),
                    Json.word(mail.state()),
                    mail.subject(),
                    session().times().relative(mail.createdAt()),
                    mail.dueAt() == null ? null : session().times().relative(mail.dueAt()),
                    mail.lastCode()));
            session().print(table);
        }
    }

    @Command(
            description = "One mail in all its details.",
            footer = {"", "Example:", "  exchange-sync outgoing show 0190a5f2-7c11-7000-8000-000000000001"})
    static final class Show extends Leaf {
        @Parameters(paramLabel = "RECORD", description = "As 'outgoing list' shows it.")
        private UUID record;

        Show(Session session) {
            super(session);
        }

        @Override
        int run() {
            OutgoingDetails details = session().operations().outgoing().show(record);
            if (session().json()) {
                Json.print("outgoing", details, session().out());
            } else {
                show(details);
            }
            return ExitCodes.DONE;
        }

        private void show(OutgoingDetails details) {
            Outgoing mail = details.mail();
            Sheet sheet = new Sheet(session())
                    .title("Mail " + mail.recordId() + ", " + Json.word(mail.state()))
                    .line("subject", mail.subject())
                    .line("mailbox", mail.mailbox())
                    .line("Message-ID", mail.messageId())
                    .line("key", mail.requestKey())
                    .line("answers", mail.answers())
                    .line("handed in", at(mail.createdAt()))
                    .line("begun", at(mail.begunAt()))
                    .line("on profile", mail.profile())
                    .line("draft", mail.draftId())
                    .line("attempts", mail.attempts() == 0 ? null : mail.attempts())
                    .line("last failure", mail.lastReason())
                    .line("code", mail.lastCode())
                    .line("uncertain since", at(mail.uncertainSince()))
                    .line("next try", at(mail.dueAt()))
                    .line("sent", at(mail.sentAt()))
                    .line("the server said", mail.serverReply());
            details.refused()
                    .forEach(refusal -> sheet.line(
                            refusal.permanent() ? "refused" : "refused for now",
                            refusal.address() + ": " + refusal.reply()));
            details.reports()
                    .forEach(report -> sheet.line(
                            report.action(),
                            report.address()
                                    + (report.status() == null ? "" : ", " + report.status())
                                    + (report.diagnostic() == null ? "" : ": " + report.diagnostic())
                                    + " (reported " + session().times().both(report.receivedAt()) + ", record "
                                    + report.reportId() + ")"));
            sheet.print();
        }

        private String at(Instant time) {
            return time == null ? null : session().times().relative(time) + " (" + time + ")";
        }
    }

    /** What all decisions need. */
    abstract static class Deciding extends Leaf {
        @Parameters(paramLabel = "RECORD", arity = "1..*", description = "As 'outgoing list' shows it.")
        private List<UUID> records = new ArrayList<>();

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit.")
        private String reason;

        private final Decision decision;
        private final String becomes;

        Deciding(Session session, Decision decision, String becomes) {
            super(session);
            this.decision = decision;
            this.becomes = becomes;
        }

        @Override
        int run() {
            List<Outgoing> decided = new ArrayList<>();
            for (UUID record : records) {
                Outgoing mail = session()
                        .operations()
                        .outgoing()
                        .decide(record, decision, reason, session().who());
                decided.add(mail);
                if (!session().json()) {
                    session().out().println(record + ": " + becomes);
                }
            }
            if (session().json()) {
                Json.print("outgoing", decided, session().out());
            }
            return ExitCodes.DONE;
        }
    }

    @Command(
            description =
                    "Sends mail again that failed, is uncertain or was cancelled. The server is asked for it once more"
                            + " before; it has the same Message-ID.",
            footer = {"", "Example:", "  exchange-sync outgoing send-again 0190a5f2-7c11-7000-8000-000000000001"})
    static final class SendAgain extends Deciding {
        SendAgain(Session session) {
            super(session, Decision.SEND_AGAIN, "the next cycle of the mailbox sends it.");
        }
    }

    @Command(
            description = "An uncertain mail was sent: nothing more is done about it.",
            footer = {"", "Example:", "  exchange-sync outgoing sent 0190a5f2-7c11-7000-8000-000000000001"})
    static final class Sent extends Deciding {
        Sent(Session session) {
            super(session, Decision.SENT, "taken for sent.");
        }
    }

    @Command(
            description =
                    "Mail is not to be sent: one that waits, failed or is uncertain, or all that wait in a mailbox.",
            footer = {
                "",
                "Examples:",
                "  exchange-sync outgoing cancel 0190a5f2-7c11-7000-8000-000000000001",
                "  exchange-sync outgoing cancel --pending-of anna@example.com"
            })
    static final class Cancel extends Leaf {
        @Parameters(paramLabel = "RECORD", arity = "0..*", description = "As 'outgoing list' shows it.")
        private List<UUID> records = new ArrayList<>();

        @Option(
                names = "--pending-of",
                paramLabel = "ADDRESS",
                description = "All that wait to be sent from this mailbox.")
        private String mailbox;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit.")
        private String reason;

        Cancel(Session session) {
            super(session);
        }

        @Override
        int run() {
            if (records.isEmpty() == (mailbox == null)) {
                throw usage("name the mails, or the mailbox whose waiting mail is meant by --pending-of");
            }
            int cancelled = 0;
            if (mailbox != null) {
                cancelled = session()
                        .operations()
                        .outgoing()
                        .cancelPending(mailbox, reason, session().who());
            }
            for (UUID record : records) {
                session()
                        .operations()
                        .outgoing()
                        .decide(record, Decision.CANCEL, reason, session().who());
                cancelled++;
            }
            if (session().json()) {
                Json.print("cancelled", cancelled, session().out());
            } else {
                session().out().println(cancelled + (cancelled == 1 ? " mail is" : " mails are") + " not sent.");
            }
            return ExitCodes.DONE;
        }
    }

    @Command(
            description = "The mail that waits in a mailbox may leave, however much it is.",
            footer = {"", "Example:", "  exchange-sync outgoing release anna@example.com --reason \"yearly letter\""})
    static final class Release extends Leaf {
        @Parameters(paramLabel = "MAILBOX", description = "Its address.")
        private String mailbox;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit.")
        private String reason;

        Release(Session session) {
            super(session);
        }

        @Override
        int run() {
            int released = session()
                    .operations()
                    .outgoing()
                    .release(mailbox, reason, session().who());
            if (session().json()) {
                Json.print("released", released, session().out());
            } else {
                session()
                        .out()
                        .println(
                                released == 0
                                        ? "No mail of " + mailbox + " waits for that."
                                        : released + (released == 1 ? " mail leaves" : " mails leave")
                                                + " from now on, as fast as the rate allows.");
            }
            return ExitCodes.DONE;
        }
    }
}
