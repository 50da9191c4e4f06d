package org.exchangesync.ops.cli;

import org.exchangesync.check.Diagnosis;
import org.exchangesync.check.Report;
import org.exchangesync.check.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The doctor. */
@Command(
        description = {
            "Looks at everything: profiles, secrets, database, routes, what waits; then for each profile the whole way to a"
                    + " mailbox, and its folders. Says what fails, why, and what to do.",
            "Nothing is written to a mailbox without --write."
        },
        footer = {
            "",
            "Examples:",
            "  exchange-sync doctor",
            "  exchange-sync doctor --profile office --json",
            "  exchange-sync doctor --mailbox anna@example.com --write"
        })
final class DoctorCommand extends Leaf {
    @Option(names = "--profile", paramLabel = "NAME", description = "Only this profile. Default: all.")
    private String profile;

    @Option(
            names = "--mailbox",
            paramLabel = "ADDRESS",
            description = "With this mailbox, and only its profile. Default: the first of each profile.")
    private String mailbox;

    @Option(
            names = "--write",
            description =
                    "Makes test items in the mailbox's Outbox, Drafts, Calendar, Contacts and Tasks and removes them, makes the"
                            + " Undeliverable folder, and sends a test alert.")
    private boolean write;

    DoctorCommand(Session session) {
        super(session);
    }

    @Override
    int run() {
        Diagnosis diagnosis = session().operations().checks().diagnose(profile, mailbox, write);
        if (session().json()) {
            Json.print("diagnosis", diagnosis, session().out());
        } else {
            diagnosis.reports().forEach(this::print);
        }
        return diagnosis.result() == Result.FAIL ? ExitCodes.FAILED : ExitCodes.DONE;
    }

    private void print(Report report) {
        session().out().println();
        session()
                .out()
                .println(
                        report.profile() == null
                                ? "Installation"
                                : "Profile " + report.profile()
                                        + (report.mailbox() == null ? "" : ", mailbox " + report.mailbox()));
        new ReportPage(session()).print(report);
    }
}
