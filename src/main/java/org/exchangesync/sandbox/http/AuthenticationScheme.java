package org.exchangesync.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import java.util.Optional;
import org.exchangesync.sandbox.store.Account;

/** A way to log on. It gets the whole HTTP exchange, because some authenticate a connection rather than a request. */
public interface AuthenticationScheme {
    /** The WWW-Authenticate header that offers it. */
    String challenge();

    /** Who is calling; empty when the request has no credentials of this scheme, or wrong ones. */
    Optional<Account> authenticate(HttpExchange request);
}
