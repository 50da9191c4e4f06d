package org.exchangesync.sync;

/**
 * Somebody else changed the same rows first: the transaction is rolled back and nothing of it happened. Trying again with
 * fresh eyes is safe, unless the claim itself was lost.
 */
public class LostRaceException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean claimLost;

    /**
     * @param message what was changed by somebody else
     * @param claimLost the mailbox now belongs to another worker: this cycle must end
     * @param cause or null
     */
    public LostRaceException(String message, boolean claimLost, Throwable cause) {
        super(message, cause);
        this.claimLost = claimLost;
    }

    /** The claim on a mailbox is no longer good. */
    public static LostRaceException ofClaim(MailboxClaim claim) {
        return new LostRaceException(
                "the claim of mailbox " + claim.mailbox() + " was lost: its lease ran out and another worker took it",
                true,
                null);
    }

    /** Whether the mailbox now belongs to another worker. */
    public boolean claimLost() {
        return claimLost;
    }
}
