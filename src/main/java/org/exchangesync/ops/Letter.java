package org.exchangesync.ops;

import java.time.Instant;
import java.util.UUID;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.item.ItemKind;
import org.exchangesync.profile.Direction;
import org.exchangesync.sync.deadletter.LetterState;
import org.exchangesync.sync.deadletter.StoredLetter;
import org.exchangesync.sync.deadletter.StoredLetter.Moved.Where;

/**
 * A dead letter as operations staff sees it; the names of the fields are those of the JSON that the command line prints.
 *
 * @param id the number by which people call it
 * @param folder where the item was
 * @param title one line to recognise it by, or null
 * @param messageId of a mail, or null
 * @param route in which it failed, or null
 * @param step the step of the route, or null
 * @param cause in words
 * @param cure what to do about it, or null
 * @param attempts how often it was tried
 * @param originalSize bytes of the original, or null where only the item's properties were kept
 * @param editedBy who gave it another content, or null
 * @param replayRequestedBy who asked for a replay last, or null
 * @param replayDueAt when a replay that is asked for is tried next, or null
 * @param replayWaits how often that replay had to wait for something that was away
 * @param replayResult what the last try came to, in words, or null
 * @param moved where a mail is now, or null if it was never to be moved, or is not yet
 * @param movedReason why it was not moved, or null
 * @param resolution how it ended, in words, or null
 * @param recordId the record that the item is now, or null
 */
public record Letter(
        long id,
        LetterState state,
        String profile,
        String mailbox,
        Direction direction,
        ItemKind kind,
        String folder,
        String title,
        String messageId,
        String route,
        String step,
        String code,
        FaultClass faultClass,
        String cause,
        String cure,
        int attempts,
        Instant firstSeen,
        Instant lastSeen,
        Long originalSize,
        String editedBy,
        Instant editedAt,
        String replayRequestedBy,
        Instant replayRequestedAt,
        Instant replayDueAt,
        int replayWaits,
        Instant replayedAt,
        String replayResult,
        Where moved,
        String movedReason,
        Instant resolvedAt,
        String resolvedBy,
        String resolution,
        UUID recordId) {

    static Letter of(StoredLetter stored) {
        StoredLetter.Failure failure = stored.failure();
        StoredLetter.Replay replay = stored.replay();
        StoredLetter.Resolution end = stored.resolution();
        return new Letter(
                stored.id(),
                stored.state(),
                stored.profile(),
                stored.mailbox(),
                stored.direction(),
                stored.kind(),
                stored.folder().folder(),
                stored.title(),
                stored.messageId(),
                failure.route(),
                failure.step(),
                failure.code(),
                failure.faultClass(),
                failure.cause(),
                failure.cure(),
                failure.attempts(),
                failure.firstSeen(),
                failure.lastSeen(),
                stored.kept().originalSize(),
                stored.kept().editedBy(),
                stored.kept().editedAt(),
                replay == null ? null : replay.requestedBy(),
                replay == null ? null : replay.requestedAt(),
                replay == null ? null : replay.dueAt(),
                replay == null ? 0 : replay.waits(),
                replay == null ? null : replay.lastAt(),
                replay == null ? null : replay.lastResult(),
                stored.moved() == null ? null : stored.moved().where(),
                stored.moved() == null ? null : stored.moved().reason(),
                end == null ? null : end.at(),
                end == null ? null : end.by(),
                end == null ? null : end.text(),
                end == null ? null : end.recordId());
    }

    /** Whether nothing more is to be done. */
    public boolean resolved() {
        return state.isResolved();
    }
}
