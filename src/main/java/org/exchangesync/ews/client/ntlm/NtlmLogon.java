package org.exchangesync.ews.client.ntlm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One logon by NTLM version 2: the client's first message, and its answer to the server's challenge. Earlier versions are
 * never spoken. Not threadsafe; to be thrown away afterwards.
 *
 * @see <a href="https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp/5e550938-91d4-459f-b67d-75d70009e3f3">NTLM v2
 *     authentication</a>
 */
public final class NtlmLogon {
    private static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);
    private static final int UNICODE = 0x1;
    /** Unicode, the target's name, NTLM, always sign, extended session security, 128 and 56 bits. */
    private static final int FLAGS = UNICODE | 0x4 | 0x200 | 0x8000 | 0x80000 | 0x20000000 | 0x80000000;

    private static final int TARGET_INFO_FLAG = 0x800000;
    private static final int NEGOTIATE_LENGTH = 32;
    private static final int CHALLENGE_LENGTH = 48;
    /** Up to the check value, then the check value, then what the fields point to. */
    private static final int CHECK_OFFSET = 72;

    private static final int PAYLOAD_OFFSET = CHECK_OFFSET + 16;
    /** Between 1601 and 1970, in the 100 nanoseconds that Windows counts. */
    private static final long EPOCH = 116_444_736_000_000_000L;

    private final String domain;
    private final String user;
    private final String password;
    private final Clock clock;
    private final byte[] clientChallenge;
    private final byte[] negotiate;

    /**
     * @param account {@code DOMAIN\\user}, or a user principal name, or a user without a domain
     * @param clock for servers that don't tell their own time
     */
    public NtlmLogon(String account, String password, Clock clock) {
        this(account, password, clock, random());
    }

    NtlmLogon(String account, String password, Clock clock, byte[] clientChallenge) {
        int backslash = account.indexOf('\\');
        this.domain = backslash < 0 ? "" : account.substring(0, backslash);
        this.user = account.substring(backslash + 1);
        this.password = password;
        this.clock = clock;
        this.clientChallenge = clientChallenge;
        this.negotiate = ByteBuffer.allocate(NEGOTIATE_LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(SIGNATURE)
                .putInt(1)
                .putInt(FLAGS)
                .array();
    }

    private static byte[] random() {
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** The first message. */
    public byte[] negotiate() {
        return negotiate.clone();
    }

    /**
     * The answer to a challenge.
     *
     * @param challenge the server's message
     * @param service what is spoken to, such as {@code HTTP/mail.example.org}
     * @param channel of {@link ChannelBinding}
     * @throws NtlmException if the message can't be read
     */
    public byte[] authenticate(byte[] challenge, String service, byte[] channel)
            throws NtlmException, GeneralSecurityException {
        ByteBuffer in = ByteBuffer.wrap(challenge).order(ByteOrder.LITTLE_ENDIAN);
        boolean known = challenge.length >= CHALLENGE_LENGTH
                && Arrays.equals(challenge, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)
                && in.getInt(8) == 2;
        if (!known) {
            throw new NtlmException("the server's NTLM challenge is damaged: it is no challenge at all");
        }
        int flags = in.getInt(20);
        if ((flags & UNICODE) == 0) {
            throw new NtlmException("the server's NTLM challenge is from before Unicode, which isn't spoken");
        }
        byte[] serverChallenge = Arrays.copyOfRange(challenge, 24, 32);
        TargetInfo info = new TargetInfo((flags & TARGET_INFO_FLAG) == 0 ? new byte[0] : field(in, 40));
        byte[] serverTime = info.timestamp();
        if (serverTime != null) {
            info.promiseCheck();
        }
        info.bind(service, channel);

        byte[] key = responseKey(user, domain, password);
        byte[] time = serverTime != null ? serverTime : now();
        byte[] blob = blob(time, clientChallenge, info.toBytes());
        byte[] proof = hmac(key, serverChallenge, blob);
        byte[] lm = serverTime != null
                ? new byte[24]
                : concat(hmac(key, serverChallenge, clientChallenge), clientChallenge);
        byte[] message = message(lm, concat(proof, blob), flags & FLAGS | (flags & TARGET_INFO_FLAG));
        if (serverTime != null) {
            byte[] check = hmac(hmac(key, proof), negotiate, challenge, message);
            System.arraycopy(check, 0, message, CHECK_OFFSET, check.length);
        }
        return message;
    }

    private static byte[] field(ByteBuffer in, int at) throws NtlmException {
        int length = in.getShort(at) & 0xffff;
        long offset = in.getInt(at + 4) & 0xffffffffL;
        if (offset + length > in.capacity()) {
            throw new NtlmException("the server's NTLM challenge is damaged: a field goes beyond its end");
        }
        return Arrays.copyOfRange(in.array(), (int) offset, (int) offset + length);
    }

    private byte[] now() {
        long time = clock.millis() * 10_000 + EPOCH;
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(time)
                .array();
    }

    /** The hash that stands for user, domain and password (NTOWFv2). */
    static byte[] responseKey(String user, String domain, String password) throws GeneralSecurityException {
        byte[] hash = Md4.digest(password.getBytes(StandardCharsets.UTF_16LE));
        return hmac(hash, (user.toUpperCase(Locale.ROOT) + domain).getBytes(StandardCharsets.UTF_16LE));
    }

    static byte[] blob(byte[] time, byte[] clientChallenge, byte[] targetInfo) {
        return ByteBuffer.allocate(28 + targetInfo.length + 4)
                .put(new byte[] {1, 1, 0, 0, 0, 0, 0, 0})
                .put(time)
                .put(clientChallenge)
                .putInt(0)
                .put(targetInfo)
                .array();
    }

    private byte[] message(byte[] lm, byte[] nt, int flags) {
        byte[] domainName = domain.getBytes(StandardCharsets.UTF_16LE);
        byte[] userName = user.getBytes(StandardCharsets.UTF_16LE);
        int length = PAYLOAD_OFFSET + domainName.length + userName.length + lm.length + nt.length;
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(SIGNATURE).putInt(3);
        int domainAt = PAYLOAD_OFFSET;
        int userAt = domainAt + domainName.length;
        int lmAt = userAt + userName.length;
        int ntAt = lmAt + lm.length;
        point(out, lm, lmAt);
        point(out, nt, ntAt);
        point(out, domainName, domainAt);
        point(out, userName, userAt);
        point(out, new byte[0], length); // workstation
        point(out, new byte[0], length); // session key
        out.putInt(flags);
        out.position(PAYLOAD_OFFSET);
        out.put(domainName).put(userName).put(lm).put(nt);
        return out.array();
    }

    private static void point(ByteBuffer out, byte[] value, int offset) {
        out.putShort((short) value.length).putShort((short) value.length).putInt(offset);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacMD5");
        mac.init(new SecretKeySpec(key, "HmacMD5"));
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }
}
