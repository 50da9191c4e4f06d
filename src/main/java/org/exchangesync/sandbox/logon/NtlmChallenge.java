package org.exchangesync.sandbox.logon;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * The server's message of an NTLM logon.
 *
 * @param message all of it
 * @param nonce what the client must answer
 * @see <a href="https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp/801a4681-8809-4be9-ab0d-61dcfe762786">
 *     CHALLENGE_MESSAGE</a>
 */
record NtlmChallenge(byte[] message, byte[] nonce) {
    private static final String DOMAIN = "SANDBOX";
    private static final String DNS = "sandbox.example";
    /** Unicode, NTLM, target is a domain, extended session security, target info, version, 128 and 56 bits. */
    private static final int FLAGS = 0x1 | 0x4 | 0x200 | 0x8000 | 0x10000 | 0x80000 | 0x800000 | 0x2000000 | 0xA0000000;
    /** Windows Server 2016, NTLM revision 15. */
    private static final byte[] VERSION = {10, 0, 0x39, 0x38, 0, 0, 0, 15};

    private static final int HEAD = 56;
    private static final long EPOCH = 116_444_736_000_000_000L;

    /** An answer to a client that begins. */
    static NtlmChallenge to(Instant now) {
        byte[] nonce = new byte[8];
        new SecureRandom().nextBytes(nonce);
        byte[] target = wide(DOMAIN);
        byte[] info = targetInfo(now);
        ByteBuffer out = ByteBuffer.allocate(HEAD + target.length + info.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII)).putInt(2);
        out.putShort((short) target.length).putShort((short) target.length).putInt(HEAD);
        out.putInt(FLAGS).put(nonce).putLong(0);
        out.putShort((short) info.length).putShort((short) info.length).putInt(HEAD + target.length);
        out.put(VERSION).put(target).put(info);
        return new NtlmChallenge(out.array(), nonce);
    }

    private static byte[] targetInfo(Instant now) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        attribute(out, 2, wide(DOMAIN));
        attribute(out, 1, wide("EXCHANGE"));
        attribute(out, 4, wide(DNS));
        attribute(out, 3, wide("exchange." + DNS));
        attribute(out, 5, wide(DNS));
        ByteBuffer time = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        attribute(out, 7, time.putLong(now.toEpochMilli() * 10_000 + EPOCH).array());
        attribute(out, 0, new byte[0]);
        return out.toByteArray();
    }

    private static void attribute(ByteArrayOutputStream out, int id, byte[] value) {
        out.write(id);
        out.write(0);
        out.write(value.length);
        out.write(value.length >> 8);
        out.writeBytes(value);
    }

    static byte[] wide(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }
}
