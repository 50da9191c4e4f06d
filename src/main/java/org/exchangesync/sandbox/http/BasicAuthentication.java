package org.exchangesync.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.exchangesync.sandbox.store.Account;

/** Basic authentication (RFC 7617). */
public final class BasicAuthentication implements AuthenticationScheme {
    private static final String SCHEME = "Basic";

    private final Directory directory;
    private final SignIns signIns;

    public BasicAuthentication(Directory directory, SignIns signIns) {
        this.directory = directory;
        this.signIns = signIns;
    }

    @Override
    public List<String> challenges(HttpExchange refused) {
        return List.of("Basic realm=\"localhost\"");
    }

    @Override
    public Optional<Account> authenticate(HttpExchange request) {
        String header = request.getRequestHeaders().getFirst("Authorization");
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith("basic ")) {
            return Optional.empty();
        }
        String credentials;
        try {
            credentials =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not base64: no credentials
        }
        int colon = credentials.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String user = credentials.substring(0, colon);
        byte[] password = credentials.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
        Optional<Account> account = directory
                .named(user)
                .filter(a -> MessageDigest.isEqual(a.password().getBytes(StandardCharsets.UTF_8), password))
                .findFirst();
        if (account.isEmpty()) {
            signIns.refused(request, SCHEME, user, "unknown user or wrong password");
        }
        return account;
    }
}
