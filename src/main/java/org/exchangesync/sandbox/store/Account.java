package org.exchangesync.sandbox.store;

import java.util.Set;

/**
 * Somebody who may log on.
 *
 * @param user the name to log on with: an address, or {@code DOMAIN\name}
 * @param mailbox primary address of the account's own mailbox, null for a service account without one
 * @param impersonation whom it may impersonate
 */
public record Account(String user, String password, String mailbox, Impersonation impersonation) {
    /**
     * The right of ApplicationImpersonation and its scope.
     *
     * @param granted whether the account has the role at all
     * @param scope primary addresses it is limited to; empty means everybody
     */
    public record Impersonation(boolean granted, Set<String> scope) {
        /** May impersonate nobody. */
        public static final Impersonation NONE = new Impersonation(false, Set.of());

        /** May impersonate everybody. */
        public static final Impersonation ALL = new Impersonation(true, Set.of());

        /** May impersonate those only. */
        public static Impersonation of(Set<String> addresses) {
            return new Impersonation(true, Set.copyOf(addresses));
        }

        /** Whether the scope has that mailbox in it. */
        public boolean covers(String address) {
            return granted && (scope.isEmpty() || scope.contains(address));
        }
    }

    @Override
    public String toString() {
        return "Account[" + user + (mailbox == null ? ", no mailbox" : ", " + mailbox) + "]";
    }
}
