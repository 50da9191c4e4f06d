package org.exchangesync.profile;

import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.Credentials;

/** The ways to sign in that a profile can name. */
public enum AuthenticationMethod {
    BASIC("basic"),
    NTLM("ntlm"),
    /** OAuth 2.0 with client credentials: the profile is an application, not a user. */
    OAUTH("oauth");

    private final String label;

    AuthenticationMethod(String label) {
        this.label = label;
    }

    /** The word for it in configuration files. */
    public String label() {
        return label;
    }

    /** Signing in this way as a user. */
    Authentication as(Credentials credentials) {
        return switch (this) {
            case BASIC -> new Authentication.Basic(credentials);
            case NTLM -> new Authentication.Ntlm(credentials);
            case OAUTH -> throw new IllegalStateException("an application has no user name");
        };
    }
}
