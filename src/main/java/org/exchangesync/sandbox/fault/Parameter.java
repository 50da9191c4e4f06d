package org.exchangesync.sandbox.fault;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Something that can be said about a fault besides when it happens.
 *
 * @param allowed what may be said, in words
 * @param required whether it must be said
 * @param initial what holds where nothing is said; null where silence means none
 * @param reader brings a value into its one form; empty when it isn't allowed
 */
record Parameter(
        String name, String allowed, boolean required, Object initial, Function<Object, Optional<Object>> reader) {
    /** A number that must be given. */
    static Parameter number(String name, long least, long most) {
        return new Parameter(name, range(least, most), true, null, between(least, most));
    }

    /** A number that may be left out. */
    static Parameter optional(String name, long least, long most, Long initial) {
        return new Parameter(name, range(least, most), false, initial, between(least, most));
    }

    /** One of several words, the first of which holds where none is given. */
    static Parameter choice(String name, String... words) {
        return new Parameter(
                name,
                "one of " + String.join(", ", words),
                false,
                words[0],
                v -> Optional.ofNullable(v).filter(List.of(words)::contains));
    }

    /** A text of a certain form. */
    static Parameter text(String name, String form, String meaning, boolean required) {
        return new Parameter(
                name,
                meaning,
                required,
                null,
                v -> Optional.ofNullable(v).filter(t -> t instanceof String s && s.matches(form)));
    }

    private static String range(long least, long most) {
        return "a whole number from " + least + " to " + most;
    }

    private static Function<Object, Optional<Object>> between(long least, long most) {
        return v -> Optional.ofNullable(v)
                .filter(n -> n instanceof Long || n instanceof Integer)
                .map(n -> ((Number) n).longValue())
                .filter(n -> n >= least && n <= most)
                .map(Object.class::cast);
    }

    /** Name and what is allowed. */
    String words() {
        return name + ": " + allowed + (required ? "" : ", optional");
    }

    /** @throws IllegalArgumentException when that value isn't allowed */
    Object checked(Object value) {
        return reader.apply(value)
                .orElseThrow(() ->
                        new IllegalArgumentException("'" + name + "' can't be " + value + "; allowed is " + words()));
    }
}
