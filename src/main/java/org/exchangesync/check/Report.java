package org.exchangesync.check;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a test found.
 *
 * @param profile that was tested; null where the whole installation was
 * @param mailbox the address of the mailbox it was tested with, or null
 * @param startedAt when it began
 * @param millis how long it took
 * @param result the worst result of its steps
 * @param steps in their order
 */
public record Report(String profile, String mailbox, Instant startedAt, long millis, Result result, List<Step> steps) {
    public Report {
        steps = List.copyOf(steps);
    }

    static Report of(String profile, String mailbox, Instant startedAt, long millis, List<Step> steps) {
        Result worst = steps.stream().map(Step::result).max(Enum::compareTo).orElse(Result.SKIP);
        return new Report(profile, mailbox, startedAt, millis, worst, steps);
    }

    /** The step that failed first, or else the first that warns. */
    public Optional<Step> trouble() {
        return steps.stream()
                .filter(step -> step.result() == result && result.compareTo(Result.WARN) >= 0)
                .findFirst();
    }

    /** The step of that id. */
    public Optional<Step> step(String id) {
        return steps.stream().filter(step -> step.id().equals(id)).findFirst();
    }
}
