package org.exchangesync.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.exchangesync.item.Change;
import org.exchangesync.item.DeliveryKey;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailIdentity;

/**
 * Changes of a page that were dead letters and are resolved: a replayed item is its record, whatever way it comes again (a
 * mail that was moved back to the Inbox has another id); one that was discarded stays so. No step is asked again.
 */
final class SettledItems {
    private final Map<Change, ItemOutcome> outcomes = new HashMap<>();

    private SettledItems() {}

    static SettledItems of(SyncStore store, FolderKey folder, Collection<Change> changes) {
        SettledItems settled = new SettledItems();
        Map<String, Change> byKey = new HashMap<>();
        Map<String, List<Change>> byIdentity = new HashMap<>();
        Map<String, Change> byItemId = new HashMap<>();
        List<ResolvedLetter> letters = store.resolvedLetters(folder.mailbox(), () -> {
            changes.stream().filter(SettledItems::isNews).forEach(change -> {
                byKey.put(
                        DeliveryKey.of(folder.mailbox(), change.kind(), change.id())
                                .value(),
                        change);
                byItemId.put(change.id().id(), change);
                if (change.item() instanceof Email email) {
                    String identity = EmailIdentity.of(email).key();
                    byIdentity
                            .computeIfAbsent(identity, any -> new ArrayList<>())
                            .add(change);
                }
            });
            return new LetterKeys(byKey.keySet(), byIdentity.keySet(), byItemId.keySet());
        });
        for (ResolvedLetter letter : letters) {
            Change same = byKey.get(letter.deliveryKey());
            if (letter.recordId() != null) {
                List<Change> all =
                        new ArrayList<>(byIdentity.getOrDefault(String.valueOf(letter.identity()), List.of()));
                if (same != null) {
                    all.add(same);
                }
                Change cameBack = byItemId.get(String.valueOf(letter.itemId()));
                if (cameBack != null) { // also one that the server still can't read
                    all.add(cameBack);
                }
                all.forEach(change -> settled.outcomes.put(change, new ItemOutcome.Known(change, letter.recordId())));
            } else if (same != null) {
                settled.outcomes.putIfAbsent(
                        same,
                        new ItemOutcome.Skip(
                                same, "discarded as dead letter " + letter.id() + ": " + letter.resolution()));
            }
        }
        return settled;
    }

    /** A delete or a read flag says nothing about what the item is. */
    private static boolean isNews(Change change) {
        return change.item() != null || change.fault() != null;
    }

    /** What becomes of a change, or null if its routes decide. */
    ItemOutcome outcome(Change change) {
        return outcomes.get(change);
    }
}
