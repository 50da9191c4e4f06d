package org.exchangesync.ews.autodiscover;

/**
 * One step of Autodiscover, and what came of it.
 *
 * @param method what was asked
 * @param target the URL that was asked, or the name that was looked up
 * @param outcome what came of it
 * @param detail the same in words; no secrets
 * @param millis how long it took
 */
public record Attempt(Method method, String target, Outcome outcome, String detail, long millis) {

    /** Ways to ask. */
    public enum Method {
        /** {@code autodiscover.json}, without signing in. */
        JSON,
        /** {@code autodiscover.svc}, GetUserSettings. */
        SOAP,
        /** {@code autodiscover.xml}. */
        POX,
        /** {@code http://autodiscover.<domain>}, without signing in: only to be told where to go. */
        HTTP_REDIRECT,
        /** The DNS record {@code _autodiscover._tcp.<domain>}. */
        SRV
    }

    /** What can come of a step. */
    public enum Outcome {
        /** The address of EWS. */
        FOUND,
        /** Another URL, address or name to ask. */
        REDIRECTED,
        /** Not asked, or not followed: the host may not be told a password. */
        NOT_ALLOWED,
        /** 401: the account was not accepted. */
        UNAUTHORIZED,
        /** The server is busy: it is asked again at the end. */
        BUSY,
        /** The server knows no such mailbox. */
        UNKNOWN_MAILBOX,
        /** The server answered something else that leads nowhere: a status, an error. */
        REFUSED,
        /** There is no answer: name, connection, time. */
        NO_ANSWER,
        /** No trusted connection. */
        TLS,
        /** The answer is none of Autodiscover's, or too long. */
        BAD_ANSWER
    }

    @Override
    public String toString() {
        return method + " " + target + ": " + outcome + " (" + detail + ") in " + millis + " ms";
    }
}
