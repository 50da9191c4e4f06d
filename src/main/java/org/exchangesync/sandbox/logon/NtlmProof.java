package org.exchangesync.sandbox.logon;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.MD4Digest;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The client's last message of an NTLM logon, and whether it proves what it says. Version 2 only, as servers are set up
 * today.
 *
 * @see <a href="https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp/033d32cc-88f9-4483-9bf2-b273055038ce">
 *     AUTHENTICATE_MESSAGE</a>
 */
final class NtlmProof {
    private static final int CHECK_OFFSET = 72;
    private static final int HASH = 16;
    private static final int ATTRIBUTES = HASH + 28;

    private final byte[] message;
    private final byte[] response;
    private final String domain;
    private final String user;
    private final Map<Integer, byte[]> attributes = new TreeMap<>();

    /** @throws IllegalArgumentException with the reason when it is no such message */
    NtlmProof(byte[] message) {
        try {
            this.message = message;
            this.response = field(20);
            this.domain = new String(field(28), StandardCharsets.UTF_16LE);
            this.user = new String(field(36), StandardCharsets.UTF_16LE);
            if (response.length < ATTRIBUTES) {
                throw new IllegalArgumentException("the response is of NTLM version 1");
            }
            ByteBuffer in = ByteBuffer.wrap(response, ATTRIBUTES, response.length - ATTRIBUTES)
                    .order(ByteOrder.LITTLE_ENDIAN);
            for (int id = in.getShort(); id != 0; id = in.getShort()) {
                byte[] value = new byte[in.getShort() & 0xffff];
                in.get(value);
                attributes.put(id, value);
            }
        } catch (RuntimeException e) {
            throw e instanceof IllegalArgumentException known
                    ? known
                    : new IllegalArgumentException("the message is damaged", e);
        }
    }

    private byte[] field(int at) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        int length = in.getShort(at) & 0xffff;
        int offset = in.getInt(at + 4);
        return Arrays.copyOfRange(message, offset, Math.min(offset + length, message.length));
    }

    /** As the client gave it, with the domain if it gave one. */
    String account() {
        return domain.isEmpty() ? user : domain + "\\" + user;
    }

    /** Why the message isn't that of somebody who knows this password, or null if it is. */
    String refusal(String password, byte[] negotiate, NtlmChallenge challenge) {
        byte[] hash = digest(new MD4Digest(), NtlmChallenge.wide(password));
        byte[] key = hmac(hash, NtlmChallenge.wide(user.toUpperCase(Locale.ROOT) + domain));
        byte[] proof = Arrays.copyOf(response, HASH);
        byte[] expected = hmac(key, challenge.nonce(), Arrays.copyOfRange(response, HASH, response.length));
        if (!MessageDigest.isEqual(expected, proof)) {
            return "wrong password";
        }
        byte[] flags = attributes.get(6);
        if (flags != null && (flags[0] & 2) != 0) {
            byte[] unchecked = message.clone();
            Arrays.fill(unchecked, CHECK_OFFSET, CHECK_OFFSET + HASH, (byte) 0);
            byte[] check = hmac(hmac(key, proof), negotiate, challenge.message(), unchecked);
            if (!MessageDigest.isEqual(check, Arrays.copyOfRange(message, CHECK_OFFSET, CHECK_OFFSET + HASH))) {
                return "the check value over all messages is wrong";
            }
        }
        return null;
    }

    /** The hash that binds the logon to a TLS connection, or null if it is bound to none. */
    byte[] channel() {
        byte[] channel = attributes.get(10);
        return channel == null || Arrays.equals(channel, new byte[HASH]) ? null : channel;
    }

    /** The hash for a connection to a server with this certificate, whose own hash is given. */
    static byte[] channel(byte[] certificateHash) {
        byte[] data = ByteBuffer.allocate(21 + certificateHash.length)
                .put("tls-server-end-point:".getBytes(StandardCharsets.US_ASCII))
                .put(certificateHash)
                .array();
        return digest(
                new MD5Digest(),
                ByteBuffer.allocate(20 + data.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(0)
                        .putLong(0)
                        .putInt(data.length)
                        .put(data)
                        .array());
    }

    private static byte[] digest(Digest digest, byte[] bytes) {
        digest.update(bytes, 0, bytes.length);
        byte[] out = new byte[digest.getDigestSize()];
        digest.doFinal(out, 0);
        return out;
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        HMac mac = new HMac(new MD5Digest());
        mac.init(new KeyParameter(key));
        for (byte[] part : parts) {
            mac.update(part, 0, part.length);
        }
        byte[] out = new byte[HASH];
        mac.doFinal(out, 0);
        return out;
    }
}
