package org.exchangesync.ops.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What a person does with alerts. */
abstract class AlertActCommand extends Leaf {
    @Parameters(paramLabel = "NUMBER", arity = "1..*", description = "Of the alerts.")
    private List<Long> ids;

    AlertActCommand(Session session) {
        super(session);
    }

    static void add(CommandLine alerts, Session session) {
        alerts.addSubcommand("acknowledge", new Acknowledge(session));
        alerts.addSubcommand("clear", new Clear(session));
    }

    /** Does it, and says what was done. */
    abstract String act(List<Long> alerts);

    @Override
    final int run() {
        String done = act(ids);
        if (session().json()) {
            Json.print(Map.of("alerts", ids), session().out());
        } else {
            session().out().println(ids.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ": " + done);
        }
        return ExitCodes.DONE;
    }

    @Command(
            description = "Says that you know of alerts; they stay open until the trouble has passed.",
            footer = {"", "Example:", "  exchange-sync alerts acknowledge 17"})
    static final class Acknowledge extends AlertActCommand {
        Acknowledge(Session session) {
            super(session);
        }

        @Override
        String act(List<Long> alerts) {
            session().operations().alerts().acknowledge(alerts, session().who());
            return "acknowledged.";
        }
    }

    @Command(
            description = "Closes alerts that nothing else closes; trouble that goes on opens them again.",
            footer = {"", "Example:", "  exchange-sync alerts clear 17"})
    static final class Clear extends AlertActCommand {
        Clear(Session session) {
            super(session);
        }

        @Override
        String act(List<Long> alerts) {
            session().operations().alerts().clear(alerts, session().who());
            return "cleared.";
        }
    }
}
