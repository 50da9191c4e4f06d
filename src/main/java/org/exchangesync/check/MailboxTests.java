package org.exchangesync.check;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.exchangesync.profile.Direction;

/**
 * Tests of mailboxes that are asked for, and what the last ones found, in the database. Every method is one transaction.
 */
public interface MailboxTests {

    /**
     * Asks for mailboxes to be tested and enabled, at once; asking again for one that waits has it tried at once. Noted in the
     * audit.
     *
     * @param mailboxes addresses of mailboxes in the schedule
     * @param wish what is to be done beside reading
     * @param who asks
     */
    void request(Collection<String> mailboxes, Wish wish, String who);

    /**
     * Claims requests that are due and that nobody holds, the oldest first. A claim whose time is over may be claimed again: so
     * a test whose process died is done once more.
     *
     * @param limit the most to claim
     * @param hold how long the claim is good
     */
    List<Claim> claimDue(int limit, Duration hold);

    /**
     * Ends a test: keeps its results and takes the request away.
     *
     * @return false, and nothing changed, if the claim was lost
     */
    boolean finished(Claim claim, List<Outcome> outcomes);

    /**
     * Keeps what was found so far and has the test tried again.
     *
     * @return false, and nothing changed, if the claim was lost
     */
    boolean postponed(Claim claim, List<Outcome> outcomes, Instant dueAt);

    /** The last results of all mailboxes, by mailbox and direction. */
    List<Tested> results();

    /** Whether the last test of any direction of a mailbox was a success: then the mailbox is marked as ours. */
    boolean isEnabled(String mailbox);

    /** The mailboxes that wait for their test or are tested now, by address. */
    List<Waiting> waiting();

    /**
     * What a test may do beside reading.
     *
     * @param takeOver whether the mailbox is taken from another installation
     * @param send whether the mailbox sends a mail to itself, which is waited for and removed
     */
    record Wish(boolean takeOver, boolean send) {
        /** Nothing. */
        public static final Wish NONE = new Wish(false, false);
        /** The mailbox is taken from another installation. */
        public static final Wish TAKE_OVER = new Wish(true, false);
        /** The mailbox sends a mail to itself. */
        public static final Wish SEND = new Wish(false, true);

        /** In words for the audit; null where there is none. */
        public String describe() {
            return takeOver ? (send ? "take over, send a mail" : "take over") : send ? "send a mail" : null;
        }
    }

    /**
     * A request that this process works on.
     *
     * @param attempts how often it was tried before
     * @param who asked for it
     * @param requestedAt when it was asked for first
     */
    record Claim(String mailbox, String token, int attempts, Wish wish, String who, Instant requestedAt) {}

    /** What a test of a direction can come to. */
    enum Status {
        /** It works, and is enabled. */
        SUCCESS,
        /** It doesn't. */
        FAILURE,
        /** It was not tested. */
        SKIPPED
    }

    /**
     * What the test of a direction found.
     *
     * @param code why it failed, or null
     * @param detail in words, or null
     */
    record Outcome(Direction direction, Status status, String code, String detail) {
        public Outcome {
            Objects.requireNonNull(direction, "direction");
            Objects.requireNonNull(status, "status");
        }
    }

    /** An outcome as it was kept. */
    record Tested(String mailbox, Direction direction, Status status, String code, String detail, Instant testedAt) {}

    /**
     * A mailbox that waits.
     *
     * @param attempts how often it was tried, and failed for a reason that passes
     * @param dueAt when it is tried next
     * @param underWay whether it is being tested
     */
    record Waiting(String mailbox, int attempts, Instant dueAt, boolean underWay) {}
}
