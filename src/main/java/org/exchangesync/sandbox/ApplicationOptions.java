package org.exchangesync.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.cert.X509Certificate;

/**
 * The one application of a sandbox that is a process of its own.
 *
 * @param secret or null if it has a certificate only
 * @param given whether whoever started the sandbox knows the secret
 * @param certificate or null
 */
record ApplicationOptions(String clientId, String secret, boolean given, X509Certificate certificate) {

    static ApplicationOptions of(SandboxOptions options) {
        X509Certificate certificate = options.applicationCertificate().orElse(null);
        String secret = options.applicationSecret().orElse(certificate != null ? null : SandboxOptions.newPassword());
        return new ApplicationOptions(
                options.application(), secret, options.applicationSecret().isPresent(), certificate);
    }

    void into(SandboxServer.Builder builder) {
        builder.application(clientId, secret, certificate);
    }

    /** In lines for people. */
    String describe(SandboxServer server) {
        String proof =
                secret == null ? "the certificate you named" : given ? "the secret you gave" : "secret " + secret;
        return "tokens:       " + server.tokenUrl() + " (application " + clientId + ", " + proof + ", scope "
                + server.tokenScope() + ")";
    }

    /** For programs; a secret that was given isn't repeated. */
    void tell(SandboxServer server, ObjectNode ready) {
        ready.put("tokenUrl", server.tokenUrl())
                .put("tokenScope", server.tokenScope())
                .put("clientId", clientId);
        if (secret != null && !given) {
            ready.put("clientSecret", secret);
        }
    }

    @Override
    public String toString() {
        return "ApplicationOptions[" + clientId + "]";
    }
}
