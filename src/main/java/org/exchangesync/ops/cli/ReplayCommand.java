package org.exchangesync.ops.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.exchangesync.ops.DeadLetterOperations;
import org.exchangesync.ops.DeadLetterOperations.Forecast;
import org.exchangesync.ops.Letter;
import org.exchangesync.sync.deadletter.ActResult;
import org.exchangesync.sync.deadletter.LetterQuery;
import org.exchangesync.sync.deadletter.LetterState;
import org.exchangesync.sync.deadletter.ReplayOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks for replays, or tells what they would do. */
@Command(
        description =
                "Takes items again, through the same routes and checks; what has arrived meanwhile is not doubled.",
        footer = {
            "",
            "Examples:",
            "  exchange-sync dead-letters replay 17 --wait",
            "  exchange-sync dead-letters replay --code HttpOperationFailedException --since 2d",
            "  exchange-sync dead-letters dry-run --mailbox anna@example.com"
        })
final class ReplayCommand extends Leaf {
    private static final Duration LOOK = Duration.ofMillis(500);

    @Mixin
    private LetterOptions which;

    @Option(names = "--from-start", description = "Through all steps, also those before the one that refused the item.")
    private boolean fromStart;

    @Option(names = "--from-mailbox", description = "With the item as the mailbox has it now.")
    private boolean fromMailbox;

    @Option(
            names = "--leave",
            description = "Leave a mail in Undeliverable. Otherwise it goes back to the Inbox once it is stored.")
    private boolean leave;

    @Option(names = "--dry-run", description = "Only tell what would be done.")
    private boolean dryRun;

    @Option(names = "--wait", description = "Wait until each letter has its result, and tell it.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long --wait waits at most. Default: 300.")
    private int timeout;

    private final boolean always;

    /**
     * @param always whether it only ever tells what would be done
     */
    ReplayCommand(Session session, boolean always) {
        super(session);
        this.always = always;
    }

    @Override
    int run() {
        if (!which.restrict()) {
            throw usage("Which letters? Give their numbers, or --code, --mailbox, --kind, --since …");
        }
        LetterQuery query = which.query(this, EnumSet.of(LetterState.OPEN));
        ReplayOptions options = new ReplayOptions(fromStart, fromMailbox, !leave);
        DeadLetterOperations letters = session().operations().deadLetters();
        if (always || dryRun) {
            return forecast(letters.forecast(query, options));
        }
        if (wait && !session().operations().engineRuns()) {
            throw usage(
                    "--wait: the program does not run, and it is the program that replays. Start it, or leave --wait"
                            + " out: then the letters are replayed when it is started.");
        }
        ActResult result = letters.replay(query, options, session().who());
        return wait && !result.done().isEmpty()
                ? results(letters, result)
                : DeadLetterCommands.shown(session(), which, result, "to be replayed");
    }

    private int forecast(List<Forecast> forecasts) {
        if (session().json()) {
            Json.print("forecast", forecasts, session().out());
        } else if (forecasts.isEmpty()) {
            session().out().println("No dead letter fits.");
        } else {
            Table table =
                    new Table().number("ID").column("MAILBOX").column("KIND").sentences("WHAT WOULD BE DONE");
            forecasts.forEach(forecast -> table.row(
                    forecast.id(),
                    forecast.letter() == null ? null : forecast.letter().mailbox(),
                    forecast.letter() == null ? null : forecast.letter().kind().label(),
                    (forecast.done() ? "" : "refused: ") + forecast.text()));
            session().print(table);
        }
        return forecasts.stream().allMatch(Forecast::done) ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private int results(DeadLetterOperations letters, ActResult asked) {
        List<Letter> ended = awaited(letters, asked.done());
        boolean good = asked.refused().isEmpty() && ended.stream().allMatch(Letter::resolved);
        if (session().json()) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("letters", ended);
            document.put("refused", asked.refused());
            Json.print(document, session().out());
        } else {
            Table table =
                    new Table().number("ID").column("STATE").column("MAILBOX").sentences("RESULT");
            ended.forEach(
                    letter -> table.row(letter.id(), Json.word(letter.state()), letter.mailbox(), result(letter)));
            asked.refused().forEach((id, reason) -> table.row(id, "refused", null, reason));
            session().print(table);
        }
        return good ? ExitCodes.DONE : ExitCodes.FAILED;
    }

    private static String result(Letter letter) {
        String last = letter.replayResult() != null ? letter.replayResult() : letter.resolution();
        return DeadLetterOperations.hasResult(letter)
                ? last
                : "still waiting; it is done as soon as it can be" + (last == null ? "" : ". Last: " + last);
    }

    private List<Letter> awaited(DeadLetterOperations letters, List<Long> ids) {
        long end = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
        List<Letter> last = letters.progress(ids);
        while (!last.stream().allMatch(DeadLetterOperations::hasResult) && System.nanoTime() < end) {
            session().terminal().checkPresence();
            try {
                Thread.sleep(LOOK.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return last;
            }
            last = letters.progress(ids);
        }
        List<Letter> sorted = new ArrayList<>(last);
        sorted.sort(Comparator.comparingLong(Letter::id));
        return sorted;
    }
}
