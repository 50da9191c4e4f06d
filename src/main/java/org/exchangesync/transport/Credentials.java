package org.exchangesync.transport;

import java.util.Objects;

/**
 * An account and its password.
 *
 * @param username UPN or DOMAIN\\user
 * @param password kept elsewhere, and never printed
 */
public record Credentials(String username, Secret password) {
    public Credentials {
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(password, "password");
    }

    @Override
    public String toString() {
        return "Credentials[" + username + "]";
    }
}
