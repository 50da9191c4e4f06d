package org.exchangesync.ops.cli;

import java.util.List;
import java.util.Locale;
import org.exchangesync.ops.AlertOperations.AlertState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a person has to know. */
@Command(
        description = "What is in trouble, the latest first, with cause and cure. Only errors ask for an act.",
        footer = {"", "Examples:", "  exchange-sync alerts list", "  exchange-sync alerts list --all --limit 20"})
final class AlertCommand extends Leaf {
    @Option(names = "--all", description = "Also what has passed.")
    private boolean all;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many. Default: 100.")
    private int limit;

    AlertCommand(Session session) {
        super(session);
    }

    @Override
    int run() {
        List<AlertState> alerts = session().operations().alerts().list(all, atLeastOne("--limit", limit));
        if (session().json()) {
            Json.print("alerts", alerts, session().out());
        } else if (alerts.isEmpty()) {
            session().out().println(all ? "There were no alerts." : "No alert is open.");
        } else {
            alerts.forEach(this::show);
            more(alerts.size(), limit);
        }
        return ExitCodes.DONE;
    }

    private void show(AlertState alert) {
        Times times = session().times();
        new Sheet(session())
                .title(alert.level().name().toUpperCase(Locale.ROOT) + " " + times.relative(alert.lastSeen()) + ": "
                        + alert.key() + (alert.resolvedAt() == null ? "" : " (has passed)"))
                .line("what", alert.text())
                .line("cause", alert.cause())
                .line("what to do", alert.cure())
                .line("code", alert.code())
                .line(
                        "since",
                        times.both(alert.firstSeen())
                                + (alert.occurrences() == 1 ? "" : ", " + alert.occurrences() + " times"))
                .line("passed", times.both(alert.resolvedAt()))
                .line(
                        "known",
                        alert.acknowledgedAt() == null
                                ? null
                                : "to " + alert.acknowledgedBy() + ", " + times.both(alert.acknowledgedAt()))
                .line("number", alert.id())
                .print();
        session().out().println();
    }
}
