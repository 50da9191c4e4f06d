package org.exchangesync.sandbox.fault;

import java.util.Random;
import org.exchangesync.sandbox.soap.Call;

/**
 * A call that a rule hits.
 *
 * @param number 1 for the first call that the rule hits
 */
record Hit(ActiveFault fault, long number, Call call) {
    FaultRule rule() {
        return fault.rule();
    }

    /** Decides what is left to chance: the same for the same seed and number. */
    Random dice() {
        return new Random(rule().seed() * 1_000_003 + number);
    }
}
