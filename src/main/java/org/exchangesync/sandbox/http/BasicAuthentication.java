package org.exchangesync.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.exchangesync.sandbox.store.Account;

/**
 * Basic authentication (RFC 7617). The user may be given as address, as {@code DOMAIN\name} or as name alone, as directory
 * services understand them.
 */
public final class BasicAuthentication implements AuthenticationScheme {
    private final List<Account> accounts;

    public BasicAuthentication(Collection<Account> accounts) {
        this.accounts = List.copyOf(accounts);
    }

    @Override
    public String challenge() {
        return "Basic realm=\"localhost\"";
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
        return accounts.stream()
                .filter(a -> isSame(a.user(), user))
                .filter(a -> MessageDigest.isEqual(a.password().getBytes(StandardCharsets.UTF_8), password))
                .findFirst();
    }

    private static boolean isSame(String known, String given) {
        if (known.equalsIgnoreCase(given)) {
            return true;
        }
        return !given.contains("@") && name(known).equalsIgnoreCase(name(given));
    }

    private static String name(String user) {
        String afterDomain = user.substring(user.indexOf('\\') + 1);
        int at = afterDomain.indexOf('@');
        return at < 0 ? afterDomain : afterDomain.substring(0, at);
    }
}
