package org.exchangesync.sync;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.exchangesync.profile.Direction;

/**
 * What a cycle leaves behind in the schedule.
 *
 * @param successful whether nothing that was tried failed
 * @param nextPoll when its directions that are well are due again
 * @param configured the directions that the mailbox has
 * @param before the trouble of those that were tried, as it was when the cycle began
 * @param after the trouble of those that were tried now; empty for those that are well
 */
public record CycleResult(
        boolean successful,
        Instant nextPoll,
        Set<Direction> configured,
        Map<Direction, DirectionTrouble> before,
        Map<Direction, Optional<DirectionTrouble>> after) {}
