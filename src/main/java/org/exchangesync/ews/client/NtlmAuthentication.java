package org.exchangesync.ews.client;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;
import org.exchangesync.ews.client.ntlm.ChannelBinding;
import org.exchangesync.ews.client.ntlm.NtlmLogon;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;

/**
 * NTLM, which authenticates a connection and not a request. Each connection of a client signs in once, right after TLS, by
 * questions without content; then requests go over it that carry no credentials at all. So a request is sent once, and as
 * a client's connections are its own, none carries a request of another account.
 *
 * <p>One connection signs in at a time: when the server refuses the password, the others don't try it as well, and a wrong
 * password locks no account.
 *
 * @see <a href="https://learn.microsoft.com/openspecs/office_protocols/ms-ntht/">MS-NTHT: NTLM over HTTP</a>
 */
final class NtlmAuthentication implements EwsAuthentication, ConnectionSignIn {
    private static final String SCHEME = "NTLM";
    /** So long a password that was refused isn't tried again: whoever was on the way with it at the same time has come by then. */
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final Credentials credentials;
    private final String path;
    private final String hostHeader;
    private final Duration patience;
    private final Clock clock;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    /** The last refusal; looked at and changed under the lock. */
    private Refused refused;

    /** A password that the server has just refused. */
    private record Refused(String password, long at, SignInRefusal why) {
        boolean isFresh() {
            return System.nanoTime() - at < MOMENT.toNanos();
        }

        @Override
        public String toString() {
            return "Refused[" + why + "]";
        }
    }

    NtlmAuthentication(ConnectionSettings settings, Credentials credentials, Clock clock) {
        URI url = settings.url();
        this.credentials = credentials;
        this.path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        this.hostHeader = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
        this.patience = settings.readTimeout();
        this.clock = clock;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public String proof() {
        return credentials.password().value();
    }

    @Override
    public String authorization() {
        return null;
    }

    @Override
    public ConnectionSignIn connectionSignIn() {
        return this;
    }

    /**
     * The connection had signed in, so the server has forgotten that, and has done nothing: another connection may be
     * luckier.
     */
    @Override
    public boolean renewed(String refused) {
        return true;
    }

    @Override
    public void signIn(SSLSocket connection, String host) throws IOException {
        try {
            if (!oneAtATime.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("other connections have been signing in for " + patience.toSeconds()
                        + " s without coming to an end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another connection signs in", e);
        }
        try {
            String password = credentials.password().value();
            if (refused != null && refused.password().equals(password) && refused.isFresh()) {
                SignInRefusal why = refused.why();
                throw new SignInRefusal(
                        "not tried, another connection was refused a moment ago: " + why.getMessage(),
                        why.status(),
                        why.headers());
            }
            handshake(connection, host, password);
        } finally {
            oneAtATime.unlock();
        }
    }

    private void handshake(SSLSocket connection, String host, String password) throws IOException {
        RawHttp http = new RawHttp(connection, patience);
        try {
            NtlmLogon logon = new NtlmLogon(credentials.username(), password, clock);
            RawHttp.Answer first = http.ask("GET", path, headers(logon.negotiate()));
            if (first.status() / 100 == 2) {
                return; // it asks nobody
            }
            byte[] challenge = challenge(first);
            if (first.status() != 401 || challenge == null) {
                throw new SignInRefusal("it did not go into NTLM", first.status(), first.headers());
            }
            stays(first);
            byte[] channel =
                    ChannelBinding.of((X509Certificate) connection.getSession().getPeerCertificates()[0]);
            byte[] answer = logon.authenticate(challenge, "HTTP/" + host, channel);
            RawHttp.Answer second = http.ask("GET", path, headers(answer));
            if (second.status() == 401) {
                SignInRefusal why =
                        new SignInRefusal("it does not accept user name and password by NTLM", 401, second.headers());
                refused = new Refused(password, System.nanoTime(), why);
                throw why;
            }
            stays(second);
        } catch (GeneralSecurityException e) {
            throw new IOException("this JVM can't compute an NTLM logon: " + e.getMessage(), e);
        }
    }

    private static void stays(RawHttp.Answer answer) throws IOException {
        if (!answer.staysOpen()) {
            throw new IOException(
                    "the server closes each connection after one answer, and NTLM needs connections that stay;"
                            + " keep-alive must be on, and proxies in between must support it");
        }
    }

    private Map<String, String> headers(byte[] message) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", hostHeader);
        headers.put("User-Agent", EwsClient.USER_AGENT);
        headers.put("Authorization", SCHEME + " " + Base64.getEncoder().encodeToString(message));
        return headers;
    }

    /** The server's challenge, or null if there is none. */
    private static byte[] challenge(RawHttp.Answer answer) {
        List<String> offers = answer.all("WWW-Authenticate");
        for (String offer : offers) {
            String[] words = offer.strip().split("\\s+", 2);
            if (words[0].toUpperCase(Locale.ROOT).equals(SCHEME) && words.length == 2) {
                try {
                    return Base64.getDecoder().decode(words[1].strip());
                } catch (IllegalArgumentException damaged) {
                    return null;
                }
            }
        }
        return null;
    }
}
