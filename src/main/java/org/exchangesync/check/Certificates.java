package org.exchangesync.check;

import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Judges the certificates that a server showed: names, chain, time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9525">RFC 9525, how names are matched</a>
 */
final class Certificates {
    /** Sooner than this, somebody should renew it. */
    static final Duration SOON = Duration.ofDays(14);

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private Certificates() {}

    /** @param trusted who judges the chain */
    static Finding judge(Line.Secured secured, String host, TrustManager[] trusted, Instant now) {
        X509Certificate own = secured.chain().get(0);
        List<String> names = names(own);
        Instant until = own.getNotAfter().toInstant();
        long days = Duration.between(now, until).toDays();
        String seen = secured.protocol() + ", certificate of "
                + own.getSubjectX500Principal().getName() + " for " + String.join(", ", names) + ", issued by "
                + own.getIssuerX500Principal().getName() + ", valid until " + until + " (" + days + " days left)";
        if (until.isBefore(now)) {
            return Finding.fail("CertificateExpired", "the certificate expired on " + until + ": " + seen);
        }
        if (own.getNotBefore().toInstant().isAfter(now)) {
            return Finding.fail(
                    "CertificateNotYetValid",
                    "the certificate is valid only from " + own.getNotBefore().toInstant() + " on: " + seen);
        }
        if (names.stream().noneMatch(name -> matches(name, host))) {
            return Finding.fail("CertificateName", "the certificate lacks the name " + host + ": " + seen);
        }
        try {
            for (TrustManager manager : trusted) {
                if (manager instanceof X509TrustManager judge) {
                    judge.checkServerTrusted(
                            secured.chain().toArray(X509Certificate[]::new),
                            "UNKNOWN"); // as JSSE calls it in TLS 1.3, where it says nothing of the key
                }
            }
        } catch (CertificateException e) {
            return Finding.fail(
                    "CertificateUntrusted",
                    "no trusted chain (" + e.getMessage() + "; the server showed " + chain(secured) + "): " + seen);
        }
        if (!secured.protocol().matches("TLSv1\\.[23]")) {
            return Finding.fail("TlsProtocol", "the server speaks " + secured.protocol() + " only: " + seen);
        }
        return days < SOON.toDays()
                ? Finding.warn("CertificateExpiresSoon", "the certificate expires in " + days + " days: " + seen)
                : Finding.pass(seen);
    }

    private static String chain(Line.Secured secured) {
        return secured.chain().stream()
                .map(certificate -> certificate.getSubjectX500Principal().getName())
                .collect(Collectors.joining(" < "));
    }

    /** The names a certificate is for. */
    static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            if (certificate.getSubjectAlternativeNames() != null) {
                for (List<?> name : certificate.getSubjectAlternativeNames()) {
                    if (name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS)) {
                        names.add(String.valueOf(name.get(1)));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            names.add("(its names can't be read: " + e.getMessage() + ")");
        }
        return names;
    }

    /** A star stands for one whole label, the leftmost. */
    static boolean matches(String pattern, String host) {
        String wanted = pattern.toLowerCase(Locale.ROOT);
        String name = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", ""); // of IPv6 addresses
        if (!wanted.startsWith("*.")) {
            return wanted.equals(name);
        }
        int dot = name.indexOf('.');
        return dot > 0 && name.substring(dot).equals(wanted.substring(1));
    }
}
