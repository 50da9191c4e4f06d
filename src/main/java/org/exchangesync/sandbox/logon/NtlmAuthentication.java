package org.exchangesync.sandbox.logon;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.exchangesync.sandbox.http.AuthenticationScheme;
import org.exchangesync.sandbox.http.Directory;
import org.exchangesync.sandbox.http.SeenConnection;
import org.exchangesync.sandbox.http.SeenConnections;
import org.exchangesync.sandbox.http.SignIns;
import org.exchangesync.sandbox.store.Account;

/**
 * NTLM as servers speak it: three messages over one connection, which is that account's from then on, for all requests that
 * bring no other credentials.
 *
 * @see <a href="https://learn.microsoft.com/openspecs/office_protocols/ms-ntht/">MS-NTHT: NTLM over HTTP</a>
 */
public final class NtlmAuthentication implements AuthenticationScheme {
    private static final String SCHEME = "NTLM";
    private static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);

    /** What a connection remembers between the messages. */
    private record Begun(byte[] negotiate, NtlmChallenge challenge) {}

    private final Directory directory;
    private final SeenConnections connections;
    private final SignIns signIns;
    private final Clock clock;
    private final boolean extendedProtection;

    /**
     * @param extendedProtection whether logons must be bound to the TLS connection; those that are bound must always be to
     *     the right one
     */
    public NtlmAuthentication(
            Directory directory,
            SeenConnections connections,
            SignIns signIns,
            Clock clock,
            boolean extendedProtection) {
        this.directory = directory;
        this.connections = connections;
        this.signIns = signIns;
        this.clock = clock;
        this.extendedProtection = extendedProtection;
    }

    @Override
    public List<String> challenges(HttpExchange refused) {
        boolean begins = message(refused).map(m -> m[8] == 1).orElse(false);
        if (begins && connections.of(refused).remembered() instanceof Begun begun) {
            return List.of(SCHEME + " "
                    + Base64.getEncoder().encodeToString(begun.challenge().message()));
        }
        return List.of(SCHEME);
    }

    @Override
    public Optional<Account> authenticate(HttpExchange request) {
        SeenConnection connection = connections.of(request);
        if (request.getRequestHeaders().getFirst("Authorization") == null) {
            return connection.remembered() instanceof Account account ? Optional.of(account) : Optional.empty();
        }
        Optional<byte[]> message = message(request);
        if (message.isEmpty()) {
            return Optional.empty();
        }
        Object before = connection.remembered();
        connection.remember(null);
        if (message.get()[8] == 1) {
            connection.remember(new Begun(message.get(), NtlmChallenge.to(clock.instant())));
            return Optional.empty();
        }
        if (message.get()[8] != 3 || !(before instanceof Begun begun)) {
            return Optional.empty();
        }
        Optional<Account> account = check(request, message.get(), begun);
        account.ifPresent(connection::remember);
        return account;
    }

    private Optional<Account> check(HttpExchange request, byte[] message, Begun begun) {
        String user = "?";
        try {
            NtlmProof proof = new NtlmProof(message);
            user = proof.account();
            Optional<Account> account = directory.find(user);
            String refusal = account.map(a -> proof.refusal(a.password(), begun.negotiate(), begun.challenge()))
                    .orElse(account.isEmpty() ? "unknown user" : null);
            refusal = refusal != null ? refusal : wrongChannel(proof, request);
            if (refusal == null) {
                signIns.accepted(request, SCHEME, user);
                return account;
            }
            signIns.refused(request, SCHEME, user, refusal);
        } catch (IllegalArgumentException e) {
            signIns.refused(request, SCHEME, user, e.getMessage());
        }
        return Optional.empty();
    }

    private String wrongChannel(NtlmProof proof, HttpExchange request) {
        byte[] bound = proof.channel();
        if (bound == null) {
            return extendedProtection ? "not bound to the TLS connection" : null;
        }
        try {
            byte[] certificate = ((HttpsExchange) request)
                    .getSSLSession()
                    .getLocalCertificates()[0]
                    .getEncoded();
            byte[] expected =
                    NtlmProof.channel(MessageDigest.getInstance("SHA-256").digest(certificate));
            return Arrays.equals(expected, bound) ? null : "bound to another TLS connection";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the sandbox can't read its own certificate", e);
        }
    }

    private static Optional<byte[]> message(HttpExchange request) {
        String header = request.getRequestHeaders().getFirst("Authorization");
        if (header == null || !header.toUpperCase(Locale.ROOT).startsWith("NTLM ")) {
            return Optional.empty();
        }
        try {
            byte[] message = Base64.getDecoder().decode(header.substring(5).strip());
            boolean known =
                    message.length >= 16 && Arrays.equals(message, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
            return known ? Optional.of(message) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not base64: no message
        }
    }
}
