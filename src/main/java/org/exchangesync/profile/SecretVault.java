package org.exchangesync.profile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets with AES-256-GCM, bound to their names, and opens them again. The keys come from outside the database, so
 * that a copy of it gives nothing away. Threadsafe.
 *
 * @see <a href="https://csrc.nist.gov/pubs/sp/800/38/d/final">NIST SP 800-38D</a>
 */
public final class SecretVault {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_BYTES = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretStore store;
    private final Supplier<List<String>> keys;

    /**
     * @param keys as base64, asked for at each use: the first one seals, all of them open
     */
    public SecretVault(SecretStore store, Supplier<List<String>> keys) {
        this.store = store;
        this.keys = keys;
    }

    /** A key that nobody has yet, as base64. */
    public static String newKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /**
     * Opens a secret.
     *
     * @throws IllegalArgumentException if there is none of that name, or no key opens it
     */
    public String get(String name) {
        return open(
                store.find(name)
                        .orElseThrow(() -> new IllegalArgumentException("there is no stored secret '" + name
                                + "'; store it with: exchange-sync secrets set " + name)),
                keys());
    }

    /** Stores a secret, in place of one of that name. */
    public void set(String name, String value, String who) {
        Map.Entry<String, SecretKeySpec> first = keys().entrySet().iterator().next();
        store.put(name, first.getKey(), seal(name, value, first.getValue()), who);
    }

    /** Seals all secrets with the first key; returns how many were sealed with another one before. */
    public int rotate(String who) {
        Map<String, SecretKeySpec> all = keys();
        Map.Entry<String, SecretKeySpec> first = all.entrySet().iterator().next();
        return store.reseal(
                old -> old.keyId().equals(first.getKey())
                        ? old
                        : new SecretStore.Sealed(
                                old.name(),
                                first.getKey(),
                                seal(old.name(), open(old, all), first.getValue()),
                                old.updatedAt(),
                                old.updatedBy()),
                who);
    }

    private Map<String, SecretKeySpec> keys() {
        Map<String, SecretKeySpec> byId = new LinkedHashMap<>();
        for (String text : keys.get()) {
            SecretKeySpec key = key(text);
            byId.put(id(key), key);
        }
        if (byId.isEmpty()) {
            throw new IllegalArgumentException(
                    "stored secrets need a key that is kept outside the database: make one with"
                            + " 'exchange-sync secrets new-key', keep it in a file that only the program's user can read, and name"
                            + " that file by exchangesync.secrets.keyFile");
        }
        return byId;
    }

    private static SecretKeySpec key(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.strip());
            if (bytes.length == KEY_BYTES) {
                return new SecretKeySpec(bytes, "AES");
            }
        } catch (IllegalArgumentException e) {
            // told below, and without the text, which may be a key with a slip in it
        }
        throw new IllegalArgumentException(
                "a key of stored secrets is no base64 of 32 bytes; make one with 'exchange-sync secrets new-key'");
    }

    private static String id(SecretKeySpec key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String seal(String name, String value, SecretKeySpec key) {
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            RANDOM.nextBytes(nonce);
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
            byte[] sealed = cipher.doFinal(value.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(nonce.length + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("secret '" + name + "' can't be sealed", e);
        }
    }

    private static String open(SecretStore.Sealed sealed, Map<String, SecretKeySpec> keys) {
        SecretKeySpec key = keys.get(sealed.keyId());
        if (key == null) {
            throw new IllegalArgumentException(
                    "secret '" + sealed.name() + "' was stored under the key " + sealed.keyId()
                            + ", and the keys that are given are " + String.join(", ", keys.keySet())
                            + "; add the old key as a further line of the key file, or store the secret anew");
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(sealed.sealed());
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, bytes, 0, NONCE_BYTES));
            cipher.updateAAD(sealed.name().getBytes(StandardCharsets.UTF_8));
            return new String(cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "secret '" + sealed.name()
                            + "' was changed in the database by somebody without the key; store it anew",
                    e);
        }
    }
}
