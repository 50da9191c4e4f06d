package org.exchangesync.sync.deadletter;

import java.nio.file.Path;
import java.time.Duration;
import org.exchangesync.failure.RetryLadder;

/**
 * The measures of replaying.
 *
 * @param perCycle the most letters of a mailbox in one of its cycles
 * @param perMinute the most letters a minute in this process
 * @param publish whether committed changes are promised to other systems
 * @param lease how long a worker may be silent
 * @param retries how long a replay waits for what is away
 * @param spoolThreshold contents with more bytes than this go to a file
 * @param spool where such files are made
 */
public record ReplaySettings(
        int perCycle,
        int perMinute,
        boolean publish,
        Duration lease,
        RetryLadder retries,
        int spoolThreshold,
        Path spool) {}
