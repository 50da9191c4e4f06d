package org.exchangesync.failure;

import java.time.Instant;

/**
 * A profile that can't be used: none of its mailboxes is worked on, but one that tries whether it can be used again.
 *
 * @param faultClass what is broken
 * @param code the response code, or our word for the cause
 * @param reason in words
 * @param failures how often it was tried, and failed
 * @param openedAt since when
 * @param retryAt when the next mailbox tries
 */
public record ProfileBreaker(
        String profile,
        FaultClass faultClass,
        String code,
        String reason,
        int failures,
        Instant openedAt,
        Instant retryAt) {

    /** The key of its alert. */
    public String alertKey() {
        return alertKey(profile);
    }

    /** The key of the alert that a profile can't be used. */
    public static String alertKey(String profile) {
        return "profile " + profile;
    }
}
