package org.exchangesync.ops.cli;

import org.exchangesync.check.Evidence;
import org.exchangesync.check.Report;
import org.exchangesync.check.Result;
import org.exchangesync.check.Step;

/** Shows what a test found: a table of its steps, then what is wrong, why, and what to do. */
final class ReportPage {
    private final Session session;

    ReportPage(Session session) {
        this.session = session;
    }

    /** @return how the command ends: a step that failed is a failure, a warning is none */
    int print(Report report) {
        if (session.json()) {
            Json.print("report", report, session.out());
        } else {
            table(report);
            report.steps().stream()
                    .filter(step -> step.result().compareTo(Result.WARN) >= 0)
                    .forEach(this::explain);
        }
        return report.result() == Result.FAIL ? ExitCodes.FAILED : ExitCodes.DONE;
    }

    private void table(Report report) {
        Table table = new Table().column("RESULT").column("STEP").number("MS").sentences("DETAIL");
        report.steps().forEach(step -> table.row(step.result().name(), step.name(), step.millis(), step.detail()));
        session.print(table);
        long failed = count(report, Result.FAIL);
        long warned = count(report, Result.WARN);
        session.out().println();
        session.out()
                .println(report.result() + ": " + report.steps().size() + " steps, " + failed + " failed, " + warned
                        + " with a warning, " + report.millis() + " ms.");
    }

    private static long count(Report report, Result result) {
        return report.steps().stream().filter(step -> step.result() == result).count();
    }

    private void explain(Step step) {
        session.out().println();
        new Sheet(session)
                .title(step.name() + ": " + step.result())
                .line("detail", step.detail())
                .line("code", step.code())
                .line("cause", step.cause())
                .line("what to do", step.cure())
                .print();
        Evidence evidence = step.evidence();
        if (evidence != null) {
            block("request", evidence.request());
            block("response", evidence.response().isBlank() ? "(none)" : evidence.response());
        }
    }

    private void block(String name, String text) {
        session.out().println("  " + name);
        text.lines().forEach(line -> session.out().println("    " + Columns.clean(line)));
    }
}
