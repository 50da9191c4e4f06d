package org.exchangesync.ews;

/** How {@code ews:} signs in. */
public enum AuthenticationMethod {
    /** User name and password with every request. */
    BASIC,
    /** User name and password by NTLM version 2. */
    NTLM,
    /** A token of an application. */
    OAUTH
}
