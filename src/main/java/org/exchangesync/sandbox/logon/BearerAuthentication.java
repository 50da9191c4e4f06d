package org.exchangesync.sandbox.logon;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.exchangesync.sandbox.http.AuthenticationScheme;
import org.exchangesync.sandbox.http.SignIns;
import org.exchangesync.sandbox.logon.TokenService.TokenProblem;
import org.exchangesync.sandbox.store.Account;

/**
 * Tokens of the sandbox's own authority.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750">RFC 6750</a>
 */
public final class BearerAuthentication implements AuthenticationScheme {
    private static final String SCHEME = "Bearer";

    private final TokenService tokens;
    private final List<String> audiences;
    private final SignIns signIns;

    /** @param baseUrl of the server, which tokens may be for; they may be for Exchange Online too */
    public BearerAuthentication(TokenService tokens, String baseUrl, SignIns signIns) {
        this.tokens = tokens;
        this.audiences = List.of(baseUrl, TokenService.ONLINE);
        this.signIns = signIns;
    }

    @Override
    public List<String> challenges(HttpExchange refused) {
        return List.of("Bearer client_id=\"00000002-0000-0ff1-ce00-000000000000\", trusted_issuers=\"sandbox\","
                + " token_types=\"app_asserted_user_v1 service_asserted_app_v1\"");
    }

    @Override
    public Optional<Account> authenticate(HttpExchange request) {
        String header = request.getRequestHeaders().getFirst("Authorization");
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    tokens.check(header.substring(7).strip(), audiences).account());
        } catch (TokenProblem e) {
            signIns.refused(request, SCHEME, "?", e.getMessage());
            request.getResponseHeaders().set("x-ms-diagnostics", e.diagnostics());
            return Optional.empty();
        }
    }
}
