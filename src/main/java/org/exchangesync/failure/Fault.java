package org.exchangesync.failure;

import java.time.Duration;

/**
 * A failure that was understood.
 *
 * @param code the server's response code, or the simple name of the exception
 * @param faultClass what is broken
 * @param message the reason as it was told
 * @param advice cause and cure in words
 * @param backOff how long the server wants to be left alone; zero if it didn't say
 */
public record Fault(String code, FaultClass faultClass, String message, FaultAdvice advice, Duration backOff) {

    /** The reason with its code behind it, once. */
    public String describe() {
        return message.endsWith("(" + code + ")") ? message : message + " (" + code + ")";
    }

    /** The same fault, with the time that is better waited. */
    public Fault waiting(Duration longer) {
        return new Fault(code, faultClass, message, advice, longer);
    }
}
