package org.exchangesync.transport;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/**
 * How a connection signs in.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/authentication-and-ews-in-exchange">
 *     Authentication and EWS</a>
 */
public sealed interface Authentication {
    /** Who signs in, for messages and limits: a user name or the id of an application. */
    String account();

    /**
     * User name and password with every request.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7617">RFC 7617</a>
     */
    record Basic(Credentials credentials) implements Authentication {
        public Basic {
            Objects.requireNonNull(credentials, "credentials");
        }

        @Override
        public String account() {
            return credentials.username();
        }
    }

    /**
     * NTLM, which authenticates a connection, not a request: connections of two accounts are never shared.
     *
     * @see <a href="https://learn.microsoft.com/openspecs/office_protocols/ms-ntht/">MS-NTHT</a>
     */
    record Ntlm(Credentials credentials) implements Authentication {
        public Ntlm {
            Objects.requireNonNull(credentials, "credentials");
        }

        @Override
        public String account() {
            return credentials.username();
        }
    }

    /**
     * An application with a token of its own (OAuth 2.0 client credentials): Exchange Online, and Exchange Server with hybrid
     * modern authentication.
     *
     * @param tokenEndpoint where tokens are given, such as
     *     {@code https://login.microsoftonline.com/<tenant>/oauth2/v2.0/token}
     * @param clientId the application
     * @param scope for which resource, such as {@code https://outlook.office365.com/.default}
     * @param clientSecret how the application proves who it is, or null if it has a certificate
     * @param keyStore PKCS#12 file or PEM file with the application's certificate and private key, or null
     * @param keyStorePassword of the key store, or null
     * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-authenticate-an-ews-application-by-using-oauth">
     *     Authenticate an EWS application by using OAuth</a>
     */
    record OAuth(
            URI tokenEndpoint,
            String clientId,
            String scope,
            Secret clientSecret,
            Path keyStore,
            Secret keyStorePassword)
            implements Authentication {
        public OAuth {
            Objects.requireNonNull(tokenEndpoint, "tokenEndpoint");
            Objects.requireNonNull(clientId, "clientId");
            Objects.requireNonNull(scope, "scope");
            if ((clientSecret == null) == (keyStore == null)) {
                throw new IllegalArgumentException(
                        "an application proves who it is by a client secret or by a certificate: one of both is wanted");
            }
        }

        @Override
        public String account() {
            return clientId;
        }
    }
}
