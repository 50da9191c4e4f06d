package org.exchangesync.sandbox.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.Change;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.StoredItem;

/** Makes lines of the ledger out of changes. */
final class Entries {
    private static final String SYNC_KEY = "named:00020329-0000-0000-c000-000000000046:ExchangeSyncKey:String";

    private Entries() {}

    static LedgerEntry of(long seq, Instant time, String caller, String operation, Change change) {
        Optional<Values> values = Optional.ofNullable(change.content()).map(ItemContent::values);
        boolean ofFolder = change.content() == null;
        Change.Action action = change.action();
        return new LedgerEntry(
                seq,
                time,
                caller,
                change.mailbox().address(),
                action.word(),
                operation,
                kind(change),
                // A folder keeps its id when it is hung under another one.
                id(
                        change.before(),
                        !ofFolder ? null : action == Change.Action.MOVE_FOLDER ? change.to() : change.from()),
                id(change.after(), ofFolder ? change.to() : null),
                path(change.from()),
                path(change.to()),
                action == Change.Action.UPDATE ? changed(change.before(), change.after()) : null,
                action == Change.Action.MARK_READ ? change.after().values().bool("message:IsRead") : null,
                change.sent() == null ? null : change.sent().recipients(),
                change.sent() != null
                        ? change.sent().subject()
                        : values.flatMap(v -> v.text("item:Subject")).orElse(null),
                values.flatMap(v -> v.text("message:InternetMessageId")).orElse(null),
                values.flatMap(v -> v.text("calendar:UID")).orElse(null),
                values.flatMap(v -> v.get(SYNC_KEY))
                        .flatMap(p -> p.textOf("Value"))
                        .orElse(null));
    }

    private static String kind(Change change) {
        if (change.content() != null) {
            return change.content().type().element();
        }
        return change.from() == null && change.to() == null ? "Mailbox" : "Folder";
    }

    private static String id(StoredItem item, Folder folder) {
        return item != null ? item.id() : folder != null ? folder.id() : null;
    }

    private static String path(Folder folder) {
        return folder == null ? null : folder.path();
    }

    private static List<String> changed(StoredItem before, StoredItem after) {
        Stream<String> values = Stream.concat(before.values().keys().stream(), after.values().keys().stream())
                .distinct()
                .filter(k -> !k.startsWith("item:LastModified"))
                .filter(k -> !before.values().get(k).equals(after.values().get(k)));
        Stream<String> attachments =
                before.content().attachments().equals(after.content().attachments())
                        ? Stream.empty()
                        : Stream.of("item:Attachments");
        Stream<String> occurrences =
                Objects.equals(before.content().series(), after.content().series())
                        ? Stream.empty()
                        : Stream.of("calendar:ModifiedOccurrences");
        return Stream.of(values, attachments, occurrences)
                .flatMap(s -> s)
                .sorted()
                .toList();
    }
}
