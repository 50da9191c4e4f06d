/**
 * Ways to log on to the sandbox beside Basic: NTLM, which authenticates connections, and tokens of an authority of its own.
 * Begin with {@link org.exchangesync.sandbox.logon.NtlmAuthentication} and {@link
 * org.exchangesync.sandbox.logon.TokenService}. Nothing here is shared with the client, so that each checks the other.
 */
package org.exchangesync.sandbox.logon;
