package org.exchangesync.alert;

import java.util.Objects;

/**
 * A trouble that a person has to know of.
 *
 * @param key what is in trouble; of one key only one alert is open, and a repetition counts it up
 * @param level how bad it is
 * @param profile the profile it is about, or null
 * @param mailbox the mailbox it is about, or null
 * @param code the response code or our word for the cause, or null
 * @param text what happened, in one sentence
 * @param cause what is likely behind it, or null
 * @param cure what to do about it, or null
 */
public record Alert(
        String key, Level level, String profile, String mailbox, String code, String text, String cause, String cure) {
    public Alert {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(text, "text");
    }

    /** As Dynamics has them: only an error asks for an action. */
    public enum Level {
        INFORMATION,
        WARNING,
        ERROR
    }
}
