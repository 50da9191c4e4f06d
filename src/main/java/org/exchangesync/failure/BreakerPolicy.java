package org.exchangesync.failure;

import java.time.Duration;

/**
 * When a target or a profile is left alone as a whole.
 *
 * @param failures after how many failures in a row of calls to an endpoint it counts as away
 * @param pause after what time one call to it is tried
 * @param mailboxes of how many mailboxes that fail alike the profile is to blame at the least
 * @param percent what part of the mailboxes tried meanwhile that must be
 * @param window how far back is looked
 * @param fallBackAfter how long a profile can't be used before its mailboxes go by their second one
 */
public record BreakerPolicy(
        int failures, Duration pause, int mailboxes, int percent, Duration window, Duration fallBackAfter) {

    /** Whether not the mailboxes are broken but what they have in common. */
    public boolean blamesProfile(int alike, int tried) {
        return alike >= mailboxes && alike * 100L >= (long) percent * tried;
    }
}
