package org.exchangesync.sync.outgoing;

import java.nio.file.Path;
import java.time.Duration;
import org.exchangesync.failure.RetryPolicy;

/**
 * The measures of what leaves.
 *
 * @param limits how much leaves
 * @param maxBytes larger messages are not sent
 * @param askFor how long the server is asked what became of an uncertain mail
 * @param lostAnswer what becomes of a mail whose server can't be asked, when its answer was lost
 * @param retries when what failed is tried again
 * @param lease how long a mailbox is kept while one mail is sent
 * @param spoolThreshold larger contents go through files
 * @param spool the folder of such files
 */
public record OutgoingSettings(
        OutgoingStore.Limits limits,
        long maxBytes,
        Duration askFor,
        LostAnswer lostAnswer,
        RetryPolicy retries,
        Duration lease,
        int spoolThreshold,
        Path spool) {

    /** What becomes of a mail that may have been sent, where nobody can be asked. */
    public enum LostAnswer {
        /** It is uncertain until a person decides. */
        HOLD,
        /** It is sent again with the same Message-ID: better twice than not at all. */
        RESEND
    }
}
