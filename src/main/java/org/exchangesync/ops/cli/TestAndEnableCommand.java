package org.exchangesync.ops.cli;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.exchangesync.check.MailboxTests.Status;
import org.exchangesync.check.MailboxTests.Wish;
import org.exchangesync.ops.MailboxOperations.MailboxQuery;
import org.exchangesync.ops.MailboxOperations.MailboxState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Test and Enable. */
@Command(
        description = {
            "Has mailboxes tested, direction by direction, and enables what works. What fails for good is disabled, with an"
                    + " alert; what fails for a moment is tried again. The program does it: see 'mailboxes list'.",
            "A hidden marker in the mailbox says which installation synchronises it; nothing else is written there without --send."
        },
        footer = {
            "",
            "Examples:",
            "  exchange-sync mailboxes test-and-enable anna@example.com ben@example.com --wait",
            "  exchange-sync mailboxes test-and-enable --profile office --send"
        })
final class TestAndEnableCommand extends Leaf {
    private static final Duration LOOK = Duration.ofMillis(500);

    @Parameters(paramLabel = "MAILBOX", arity = "0..*", description = "Addresses.")
    private Set<String> mailboxes = new LinkedHashSet<>();

    @Option(names = "--profile", paramLabel = "NAME", description = "All mailboxes of this profile.")
    private String profile;

    @Option(
            names = "--take-over",
            description =
                    "From here only, even if another installation took the mailbox: that one stops with an alert.")
    private boolean takeOver;

    @Option(
            names = "--send",
            description =
                    "Each mailbox sends a mail to itself; it is waited for, and removed from Inbox and Sent Items.")
    private boolean send;

    @Option(names = "--wait", description = "Waits until all are tested, and tells what was found.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long --wait waits at most. Default: 300.")
    private int timeout;

    TestAndEnableCommand(Session session) {
        super(session);
    }

    @Override
    int run() {
        if (mailboxes.isEmpty() && profile == null) {
            throw usage("Which mailboxes? Give their addresses or --profile.");
        }
        if (wait && !session().operations().engineRuns()) {
            throw usage("--wait is of no use: the program does not run, so nobody tests now.");
        }
        MailboxQuery query = new MailboxQuery(mailboxes, profile, false);
        List<String> asked = session()
                .operations()
                .mailboxes()
                .testAndEnable(query, new Wish(takeOver, send), session().who());
        if (wait) {
            return waited(asked);
        }
        if (session().json()) {
            Json.print(Map.of("requested", asked), session().out());
        } else {
            session().out().println(requested(asked));
        }
        return ExitCodes.DONE;
    }

    static String requested(List<String> asked) {
        return asked.size() + (asked.size() == 1 ? " mailbox is" : " mailboxes are")
                + " to be tested and enabled. Progress: exchange-sync mailboxes list";
    }

    private int waited(List<String> asked) {
        MailboxQuery query = new MailboxQuery(Set.copyOf(asked), null, false);
        long end = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
        List<MailboxState> last = session().operations().mailboxes().list(query);
        while (last.stream().anyMatch(TestAndEnableCommand::isToBeTested) && System.nanoTime() < end) {
            session().terminal().checkPresence();
            try {
                Thread.sleep(LOOK.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            last = session().operations().mailboxes().list(query);
        }
        show(last);
        boolean good = last.stream()
                .noneMatch(mailbox -> mailbox.testWaiting() != null
                        || mailbox.tests().stream().anyMatch(test -> test.status() == Status.FAILURE));
        return good ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    /** One that was postponed has its result; waiting for the next try takes too long. */
    private static boolean isToBeTested(MailboxState mailbox) {
        return mailbox.testWaiting() != null && mailbox.testWaiting().attempts() == 0;
    }

    private void show(List<MailboxState> mailboxes) {
        if (session().json()) {
            Json.print("mailboxes", mailboxes, session().out());
            return;
        }
        Table table = new Table()
                .column("MAILBOX")
                .column("DIRECTION")
                .column("RESULT")
                .column("CODE")
                .sentences("DETAIL");
        for (MailboxState mailbox : mailboxes) {
            mailbox.tests()
                    .forEach(test -> table.row(
                            mailbox.mailbox(),
                            test.direction().label(),
                            Json.word(test.status()),
                            test.code(),
                            test.detail()));
            if (mailbox.testWaiting() != null) {
                table.row(
                        mailbox.mailbox(),
                        null,
                        "waiting",
                        null,
                        "next try "
                                + session()
                                        .times()
                                        .relative(mailbox.testWaiting().dueAt()));
            }
        }
        session().print(table);
    }
}
