package org.exchangesync.sync;

import java.time.Instant;
import java.util.UUID;
import org.exchangesync.item.ItemKind;

/**
 * A record without its content: what deciding needs.
 *
 * @param id our key, which also stands on items as their sync key
 * @param kind what it is
 * @param identity by which an item is recognised as this record; unique within the kind
 * @param contentDigest SHA-256 of the content; equal contents need no update
 * @param sourceMailbox the mailbox whose copy the content shows
 * @param receivedAt when the first mailbox got it (mail only), or null
 * @param version counts up with every change of the content
 * @param gone no mailbox holds it any more
 */
public record RecordHead(
        UUID id,
        ItemKind kind,
        String identity,
        String contentDigest,
        String sourceMailbox,
        Instant receivedAt,
        long version,
        boolean gone) {}
