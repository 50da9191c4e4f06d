package org.exchangesync.ews.client.ntlm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Locale;

/**
 * Binds a logon to the server's certificate, so that nobody in between can pass it on to the real server. Servers with
 * Extended Protection demand it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5929#section-4">RFC 5929, tls-server-end-point</a>
 * @see <a href="https://learn.microsoft.com/exchange/plan-and-deploy/post-installation-tasks/security-best-practices/exchange-extended-protection">
 *     Extended Protection in Exchange Server</a>
 */
public final class ChannelBinding {
    private static final byte[] TYPE = "tls-server-end-point:".getBytes(StandardCharsets.US_ASCII);
    /** The addresses of both sides, which nobody fills, and the length of what follows. */
    private static final int HEAD = 20;

    private ChannelBinding() {}

    /** The binding to a connection whose server has this certificate. */
    public static byte[] of(X509Certificate certificate) throws GeneralSecurityException {
        byte[] hash =
                MessageDigest.getInstance(hashName(certificate.getSigAlgName())).digest(certificate.getEncoded());
        ByteBuffer struct =
                ByteBuffer.allocate(HEAD + TYPE.length + hash.length).order(ByteOrder.LITTLE_ENDIAN);
        struct.putInt(HEAD - 4, TYPE.length + hash.length);
        struct.position(HEAD);
        struct.put(TYPE).put(hash);
        return MessageDigest.getInstance("MD5").digest(struct.array());
    }

    /** The hash of the certificate's signature, but none weaker than SHA-256. */
    private static String hashName(String signature) {
        String name = signature.toUpperCase(Locale.ROOT);
        if (name.startsWith("SHA384")) {
            return "SHA-384";
        }
        return name.startsWith("SHA512") ? "SHA-512" : "SHA-256";
    }
}
