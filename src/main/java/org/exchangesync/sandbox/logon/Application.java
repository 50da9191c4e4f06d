package org.exchangesync.sandbox.logon;

import java.security.cert.X509Certificate;
import org.exchangesync.sandbox.store.Account;

/**
 * A registered application, which gets tokens of its own.
 *
 * @param clientId its id
 * @param secret by which it proves who it is, or null
 * @param certificate by whose key it signs assertions, or null
 * @param account as whom it acts: it has no mailbox and impersonates
 */
public record Application(String clientId, String secret, X509Certificate certificate, Account account) {
    @Override
    public String toString() {
        return "Application[" + clientId + "]";
    }
}
