package org.exchangesync.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Optional;
import org.exchangesync.sandbox.store.Account;

/** A way to log on. It gets the whole HTTP exchange, because some authenticate a connection rather than a request. */
public interface AuthenticationScheme {
    /**
     * The values of WWW-Authenticate with which it is offered, or goes on, after this request was refused.
     *
     * @param refused the request, which {@link #authenticate} has seen
     */
    List<String> challenges(HttpExchange refused);

    /** Who is calling; empty when the request has no credentials of this scheme, or wrong ones. */
    Optional<Account> authenticate(HttpExchange request);
}
