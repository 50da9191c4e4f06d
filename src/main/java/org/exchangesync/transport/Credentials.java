package org.exchangesync.transport;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * An account and where its secret comes from. The secret is asked for at each use, never kept and never printed.
 *
 * @param username UPN or DOMAIN\\user
 * @param password supplies the secret
 */
public record Credentials(String username, Supplier<String> password) {
    public Credentials {
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(password, "password");
    }

    @Override
    public String toString() {
        return "Credentials[" + username + "]";
    }
}
