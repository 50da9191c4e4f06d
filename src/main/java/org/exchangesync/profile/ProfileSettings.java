package org.exchangesync.profile;

/**
 * What holds for all profiles and mailboxes.
 *
 * @param processOnlyApprovedUsers whether mailboxes of users are processed only when approved
 * @param processOnlyApprovedQueues the same for queues
 * @param defaultTenantId the tenant of profiles of Exchange Online that name none, or null
 */
public record ProfileSettings(
        boolean processOnlyApprovedUsers, boolean processOnlyApprovedQueues, String defaultTenantId) {
    /** Where nothing is said. */
    public static final ProfileSettings DEFAULT = new ProfileSettings(false, false, null);
}
