package org.exchangesync.ews.autodiscover;

import org.exchangesync.ews.autodiscover.Attempt.Outcome;

/** What an answer of Autodiscover says. */
sealed interface Reading {

    /**
     * Where EWS is. Either may be null.
     *
     * @param external the address for the world outside
     * @param internal the address for the network inside
     * @param schemas which schemas of EWS the server speaks, as it says, or null
     */
    record Found(String external, String internal, String schemas) implements Reading {}

    /** Another address of the mailbox is to be asked for. */
    record OtherAddress(String address) implements Reading {}

    /** Another URL is to be asked. */
    record OtherUrl(String url) implements Reading {}

    /** Nothing that helps: {@code UNKNOWN_MAILBOX}, {@code BUSY}, {@code REFUSED} or {@code BAD_ANSWER}. */
    record Nothing(Outcome outcome, String detail) implements Reading {}
}
