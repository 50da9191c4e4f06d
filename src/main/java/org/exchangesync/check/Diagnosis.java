package org.exchangesync.check;

import java.time.Instant;
import java.util.List;

/**
 * What the doctor found.
 *
 * @param startedAt when it began
 * @param result the worst of all
 * @param reports of the installation, then of each profile with the mailbox it was looked at with
 */
public record Diagnosis(Instant startedAt, Result result, List<Report> reports) {
    static Diagnosis of(Instant startedAt, List<Report> reports) {
        return new Diagnosis(
                startedAt,
                reports.stream().map(Report::result).max(Enum::compareTo).orElse(Result.SKIP),
                List.copyOf(reports));
    }
}
