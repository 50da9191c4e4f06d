package org.exchangesync.transport.oauth;

import java.time.Instant;

/**
 * An access token.
 *
 * @param value itself, never to be shown
 * @param from when it was got
 * @param renewFrom when it is time for the next one
 * @param until when it is no longer used: a little before the server stops taking it
 */
record Token(String value, Instant from, Instant renewFrom, Instant until) {
    @Override
    public String toString() {
        return "Token[until " + until + "]";
    }
}
