package org.exchangesync.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.Secret;

/**
 * Takes the secrets of connections out of texts: the last door, for servers that repeat what they were told. Nothing is
 * written down with credentials in the first place.
 */
final class Masking {
    private static final String MASK = "***";
    /** Shorter ones would be found in every text. */
    private static final int SHORTEST = 4;

    private final List<String> secrets = new ArrayList<>();

    /** From now on the secrets of this connection are masked; those that can't be read can't be told either. */
    void hide(ConnectionSettings settings) {
        Authentication authentication = settings.authentication();
        if (authentication instanceof Authentication.Basic basic) {
            hide(basic.credentials());
        } else if (authentication instanceof Authentication.Ntlm ntlm) {
            hide(ntlm.credentials());
        } else if (authentication instanceof Authentication.OAuth oauth) {
            hide(value(oauth.clientSecret()));
            hide(value(oauth.keyStorePassword()));
        }
        hide(value(settings.trustStorePassword()));
        if (settings.proxy() != null && settings.proxy().credentials() != null) {
            hide(settings.proxy().credentials());
        }
        secrets.sort(Comparator.comparing(String::length).reversed());
    }

    private void hide(Credentials credentials) {
        String password = value(credentials.password());
        if (password != null) {
            hide(password);
            hide(Base64.getEncoder()
                    .encodeToString((credentials.username() + ':' + password).getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void hide(String secret) {
        if (secret != null && secret.length() >= SHORTEST) {
            secrets.add(secret);
        }
    }

    private static String value(Secret secret) {
        try {
            return secret == null ? null : secret.value();
        } catch (RuntimeException notThere) {
            return null; // the step that needs it tells why
        }
    }

    String mask(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked == null ? null : masked.replace(secret, MASK);
        }
        return masked;
    }

    Evidence mask(Evidence evidence) {
        return evidence == null ? null : new Evidence(mask(evidence.request()), mask(evidence.response()));
    }
}
