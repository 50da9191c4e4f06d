package org.exchangesync.ops;

import java.time.Instant;
import java.util.List;
import org.exchangesync.profile.SecretStore;
import org.exchangesync.profile.SecretVault;

/** Secrets that are kept in the database. No value is ever shown. Threadsafe. */
public final class SecretOperations {
    private final SecretStore store;
    private final SecretVault vault;

    public SecretOperations(SecretStore store, SecretVault vault) {
        this.store = store;
        this.vault = vault;
    }

    /**
     * A secret, without its value.
     *
     * @param keyId which key opens it
     */
    public record SecretState(String name, String keyId, Instant updatedAt, String updatedBy) {}

    /** All, by name. */
    public List<SecretState> list() {
        return store.all().stream()
                .map(row -> new SecretState(row.name(), row.keyId(), row.updatedAt(), row.updatedBy()))
                .toList();
    }

    /**
     * Stores a secret, in place of one of that name.
     *
     * @throws IllegalArgumentException if there is no key, or the name or value can't be used
     */
    public void set(String name, String value, String who) {
        if (!name.matches("[A-Za-z0-9._/-]{1,200}")) {
            throw new OperationException(
                    "'" + name + "' is no name of a secret; allowed are letters, digits, . _ / and -");
        }
        if (value.isEmpty()) {
            throw new OperationException("the secret is empty");
        }
        vault.set(name, value, who);
    }

    /**
     * Takes a secret away.
     *
     * @throws OperationException if there is none
     */
    public void remove(String name, String who) {
        if (!store.remove(name, who)) {
            throw new OperationException("There is no secret " + name + ".");
        }
    }

    /** Seals all with the current key; returns how many were sealed with another one. */
    public int rotate(String who) {
        return vault.rotate(who);
    }
}
