package org.exchangesync.sandbox;

/** The ways in which the sandbox lets clients log on. */
public enum Logon {
    /** User name and password with each request. */
    BASIC,
    /** NTLM version 2, by connection. */
    NTLM,
    /** Tokens of the sandbox's own token endpoint, for applications. */
    OAUTH,
    /** A form for people, to which whoever isn't logged on is sent: no way in for programs. */
    FORM
}
