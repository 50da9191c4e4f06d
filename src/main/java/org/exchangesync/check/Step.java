package org.exchangesync.check;

import java.util.Objects;

/**
 * One thing that was looked at.
 *
 * @param id a word for programs, such as {@code tls}
 * @param name for people
 * @param result what came of it
 * @param millis how long it took
 * @param detail what was seen, in words
 * @param code the response code or our word for the trouble; null where there is none
 * @param cause what is likely behind the trouble, or null
 * @param cure what to do about it, or null
 * @param evidence request and response of a step that failed, or null
 */
public record Step(
        String id,
        String name,
        Result result,
        long millis,
        String detail,
        String code,
        String cause,
        String cure,
        Evidence evidence) {
    public Step {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(detail, "detail");
    }

    /** Whether what builds on it makes sense. */
    public boolean isGood() {
        return result == Result.PASS || result == Result.WARN;
    }
}
