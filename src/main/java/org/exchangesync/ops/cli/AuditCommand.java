package org.exchangesync.ops.cli;

import java.util.List;
import org.exchangesync.sync.audit.AuditEntry;
import org.exchangesync.sync.audit.AuditLog.AuditQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Who did what. */
@Command(
        description = "The acts of operations staff and of the program, the latest first.",
        footer = {"", "Examples:", "  exchange-sync audit list --since 8h", "  exchange-sync audit list --who maria"})
final class AuditCommand extends Leaf {
    @Option(names = "--who", paramLabel = "NAME", description = "By this person, as shown here.")
    private String who;

    @Option(names = "--act", paramLabel = "ACT", description = "This one, as shown here.")
    private String act;

    @Option(names = "--on", paramLabel = "THING", description = "To this thing, as shown here: \"dead-letter 12\".")
    private String subject;

    @Option(names = "--mailbox", paramLabel = "ADDRESS", description = "To this mailbox.")
    private String mailbox;

    @Option(names = "--since", paramLabel = "TIME", description = "Since then: 8h, 2d, 03:10, 2026-11-22.")
    private String since;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many. Default: 100.")
    private int limit;

    AuditCommand(Session session) {
        super(session);
    }

    @Override
    int run() {
        AuditQuery query = new AuditQuery(who, act, subject, mailbox, time(since), atLeastOne("--limit", limit));
        List<AuditEntry> acts = session().operations().audit().find(query);
        if (session().json()) {
            Json.print("audit", acts, session().out());
        } else if (acts.isEmpty()) {
            session().out().println("Nothing was done.");
        } else {
            Table table = new Table()
                    .column("WHEN")
                    .column("WHO")
                    .column("ACT")
                    .column("ON")
                    .column("MAILBOX")
                    .sentences("DETAILS");
            acts.forEach(act -> table.row(
                    session().times().absolute(act.at()),
                    act.who(),
                    act.act(),
                    act.subject(),
                    act.mailbox(),
                    act.details()));
            session().print(table);
            more(acts.size(), limit);
        }
        return ExitCodes.DONE;
    }
}
