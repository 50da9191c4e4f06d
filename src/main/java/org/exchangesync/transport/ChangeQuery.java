package org.exchangesync.transport;

import java.time.Instant;
import java.util.Objects;
import org.exchangesync.item.ItemKind;

/**
 * Which changes are wanted and how much of them at once.
 *
 * @param folder where
 * @param kind what the folder holds; items of other kinds in it are reported as the transport finds fit, or left out
 * @param state from where on
 * @param since items received before are left out without being fetched (mail only); null for all
 * @param maxItems the most changes in a page, at least 1
 * @param maxBytes about the most bytes of items in a page; a single larger item still comes, alone
 * @param seen what the committed pages before {@code state} said they saw
 */
public record ChangeQuery(
        FolderRef folder, ItemKind kind, SyncState state, Instant since, int maxItems, long maxBytes, SeenItems seen) {
    public ChangeQuery {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(seen, "seen");
        if (maxItems < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "a page needs room for one item: maxItems=" + maxItems + ", maxBytes=" + maxBytes);
        }
    }

    /** Without what was seen before: for transports whose state says it, and for reading from the beginning. */
    public ChangeQuery(FolderRef folder, ItemKind kind, SyncState state, Instant since, int maxItems, long maxBytes) {
        this(folder, kind, state, since, maxItems, maxBytes, SeenItems.NONE);
    }

    /** The same question with what was seen before. */
    public ChangeQuery remembering(SeenItems items) {
        return new ChangeQuery(folder, kind, state, since, maxItems, maxBytes, items);
    }

    /** The same question of another folder. */
    public ChangeQuery in(FolderRef other) {
        return new ChangeQuery(other, kind, state, since, maxItems, maxBytes, seen);
    }

    /** The same question from another state on. */
    public ChangeQuery from(SyncState other) {
        return new ChangeQuery(folder, kind, other, since, maxItems, maxBytes, seen);
    }
}
