package org.exchangesync.sandbox.fault;

import java.util.List;
import java.util.Objects;

/**
 * Something that can be said about a fault besides when it happens.
 *
 * @param least smallest number; ignored for words
 * @param most largest number; ignored for words
 * @param words what may be said; empty for a number
 * @param initial what holds where nothing is said; null where something must be said, or where silence means none
 */
record Parameter(String name, long least, long most, List<String> words, boolean required, Object initial) {
    /** A number that must be given. */
    static Parameter number(String name, long least, long most) {
        return new Parameter(name, least, most, List.of(), true, null);
    }

    /** A number that may be left out. */
    static Parameter optional(String name, long least, long most, Long initial) {
        return new Parameter(name, least, most, List.of(), false, initial);
    }

    /** One of several words, the first of which holds where none is given. */
    static Parameter choice(String name, String... words) {
        return new Parameter(name, 0, 0, List.of(words), false, words[0]);
    }

    /** What is allowed, in words. */
    String allowed() {
        return words.isEmpty()
                ? name + ": a whole number from " + least + " to " + most + (required ? "" : ", optional")
                : name + ": one of " + String.join(", ", words) + ", optional";
    }

    /**
     * Brings a value into its one form.
     *
     * @throws IllegalArgumentException when it isn't allowed
     */
    Object checked(Object value) {
        if (words.isEmpty() && (value instanceof Long || value instanceof Integer)) {
            long number = ((Number) value).longValue();
            if (number >= least && number <= most) {
                return number;
            }
        } else if (value instanceof String word && words.contains(word)) {
            return word;
        }
        throw new IllegalArgumentException(
                "'" + name + "' can't be " + Objects.toString(value) + "; allowed is " + allowed());
    }
}
