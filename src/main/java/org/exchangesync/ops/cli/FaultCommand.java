package org.exchangesync.ops.cli;

import java.util.List;
import org.exchangesync.ops.FaultOperations.Explanation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Explains codes. */
@Command(
        description = "Explains a code of an alert, a mailbox or a dead letter: what is broken, why, and what to do.",
        footer = {"", "Example:", "  exchange-sync faults ErrorImpersonateUserDenied"})
final class FaultCommand extends Leaf {
    @Parameters(
            paramLabel = "CODE",
            arity = "1..*",
            description = "As it is shown, such as ErrorServerBusy or Http401.")
    private List<String> codes;

    FaultCommand(Session session) {
        super(session);
    }

    @Override
    boolean needsDatabase() {
        return false;
    }

    @Override
    int run() {
        List<Explanation> explanations =
                codes.stream().map(session().operations().faults()::explain).toList();
        if (session().json()) {
            Json.print("faults", explanations, session().out());
        } else {
            explanations.forEach(this::print);
        }
        return explanations.stream().allMatch(Explanation::known) ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private void print(Explanation explanation) {
        Sheet sheet = new Sheet(session())
                .title(explanation.code())
                .line("class", Json.word(explanation.faultClass()))
                .line("cause", explanation.cause())
                .line("cure", explanation.cure());
        if (!explanation.known()) {
            sheet.line("note", "No row of the table names this code; it is taken for passing trouble.");
        }
        sheet.print();
    }
}
