package org.exchangesync.sandbox.http;

/**
 * Somebody tried to log on, or to get a token.
 *
 * @param connection over which, by number; 0 for the token endpoint
 * @param scheme Basic, NTLM, Bearer, or Token for the token endpoint
 * @param user as the client gave it
 * @param refusal why it failed, or null if it did not
 */
public record SignInAttempt(int connection, String scheme, String user, String refusal) {
    public boolean accepted() {
        return refusal == null;
    }
}
