package org.exchangesync.transport;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * A password, a client secret: asked for at each use, and never printed.
 *
 * <p>Two secrets are equal if they are called the same, so that a changed password changes no settings. Secrets without a
 * name are equal if their values are.
 */
public final class Secret {
    private final Object identity;
    private final Supplier<String> value;

    private Secret(Object identity, Supplier<String> value) {
        this.identity = Objects.requireNonNull(identity, "identity");
        this.value = Objects.requireNonNull(value, "value");
    }

    /** A secret that is known and stays. */
    public static Secret of(String value) {
        return new Secret(new Fixed(value), () -> value);
    }

    /**
     * A secret that is kept elsewhere.
     *
     * @param name where: a placeholder, a place in the store
     * @param lookup asked at each use, so that a changed secret needs no restart; it may throw, with a message that says
     *     where the secret was looked for
     */
    public static Secret named(String name, Supplier<String> lookup) {
        return new Secret(name, lookup);
    }

    /** The secret itself: only for what is sent to the server. */
    public String value() {
        return value.get();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && identity.equals(secret.identity);
    }

    @Override
    public int hashCode() {
        return identity.hashCode();
    }

    @Override
    public String toString() {
        return "Secret";
    }

    /** Differs from a name of the same text. */
    private record Fixed(String value) {
        private Fixed {
            Objects.requireNonNull(value, "value");
        }
    }
}
