package org.exchangesync.failure;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The open breakers of profiles, in the database. Every method is one transaction. */
public interface ProfileBreakers {

    /** The breaker of a profile; empty while it is closed. */
    Optional<ProfileBreaker> of(String profile);

    /** All that are open. */
    List<ProfileBreaker> all();

    /**
     * Opens a breaker, or notes that it stays open.
     *
     * @return whether it was closed before
     */
    boolean open(ProfileBreaker breaker);

    /**
     * Closes a breaker: its mailboxes are due as they were.
     *
     * @return whether it was open
     */
    boolean close(String profile);

    /**
     * As {@link #close(String)} by a person: closes the alert too, and notes it in the audit.
     *
     * @param who does it
     */
    boolean close(String profile, String who);

    /**
     * Lets one mailbox of a profile try at once, and notes that in the audit.
     *
     * @param who wants it
     * @return whether the breaker is open; otherwise nothing is noted
     */
    boolean tryNow(String profile, String who);

    /** Lets one mailbox of each profile try at once: after a start, with what may be new settings. */
    void tryNow();

    /** How many active mailboxes of a profile have been failing with this code since then. */
    int failingAlike(String profile, String code, Instant since);

    /** How many active mailboxes of a profile were tried since then. */
    int tried(String profile, Instant since);

    /**
     * Forgets the trouble that mailboxes of the profile have with this code: it is the profile's. They are due at once.
     *
     * @return whose it was
     */
    List<String> forgive(String profile, String code);
}
