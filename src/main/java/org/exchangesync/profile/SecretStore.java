package org.exchangesync.profile;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Secrets in the database, each sealed under a key that is kept elsewhere. Every method is one transaction. */
public interface SecretStore {

    /**
     * A secret as it is stored.
     *
     * @param name by which {@code {{stored:name}}} refers to it
     * @param keyId which key opens it
     * @param sealed nonce and ciphertext, as base64
     * @param updatedAt when it was written
     * @param updatedBy who wrote it
     */
    record Sealed(String name, String keyId, String sealed, Instant updatedAt, String updatedBy) {}

    Optional<Sealed> find(String name);

    /** All, by name. */
    List<Sealed> all();

    /** Writes one; {@code updatedAt} is filled in. */
    void put(String name, String keyId, String sealed, String who);

    /** Whether it was there. */
    boolean remove(String name, String who);

    /**
     * Seals all anew, or none.
     *
     * @param reseal makes the new row of each
     * @return how many were changed
     */
    int reseal(UnaryOperator<Sealed> reseal, String who);
}
