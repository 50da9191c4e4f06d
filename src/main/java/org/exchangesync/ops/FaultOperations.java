package org.exchangesync.ops;

import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.FaultTable;

/** What codes mean. Threadsafe. */
public final class FaultOperations {
    private final FaultTable faults;

    FaultOperations(FaultTable faults) {
        this.faults = faults;
    }

    /**
     * What is known of a code.
     *
     * @param known whether a row of the table names it; otherwise it is taken for passing trouble
     * @param faultClass what is broken
     * @param cause what is likely behind it
     * @param cure what to do about it
     */
    public record Explanation(String code, boolean known, FaultClass faultClass, String cause, String cure) {}

    /** As {@link #explain(String)}, where it is known what is broken. */
    Explanation explain(String code, FaultClass known) {
        return code != null && faults.knows(code)
                ? explain(code)
                : new Explanation(
                        code,
                        false,
                        known,
                        known.advice().cause(),
                        known.advice().cure());
    }

    /** Explains a response code, an HTTP status ({@code HTTP 401}) or a word of ours for a cause. */
    public Explanation explain(String code) {
        if (!faults.knows(code)) {
            return explain(code, FaultClass.TRANSIENT);
        }
        Fault fault = faults.ofCode(code, code);
        return new Explanation(
                code,
                true,
                fault.faultClass(),
                fault.advice().cause(),
                fault.advice().cure());
    }
}
