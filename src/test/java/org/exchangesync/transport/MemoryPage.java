package org.exchangesync.transport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.exchangesync.item.Change;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.Email;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemId;
import org.exchangesync.transport.MemoryServer.Stored;
import org.exchangesync.transport.MemoryStates.Known;

/** Makes one page of a {@link MemoryTransport}: what a client knows against what is there. */
final class MemoryPage {
    private final MemoryStates states;
    private final ChangeQuery query;
    private final int repeats;
    private final Known before;
    private final Known after;
    private final Map<String, Stored> now = new LinkedHashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private long bytes;

    MemoryPage(
            MemoryServer server,
            MemoryStates states,
            String mailbox,
            ChangeQuery query,
            Predicate<Item> window,
            int repeats) {
        this.states = states;
        this.query = query;
        this.repeats = repeats;
        this.before = states.resolve(query.state(), mailbox, query.folder());
        this.after = before.copy();
        for (Stored stored : server.items(mailbox, query.folder())) {
            if (stored.kind() == query.kind() && (stored.item() == null || window.test(stored.item()))) {
                now.put(stored.id(), stored);
            }
        }
    }

    ChangePage read() {
        List<Stored> different = differences();
        repeat(different.isEmpty() ? query.maxItems() : query.maxItems() - 1);
        int done = 0;
        while (done < different.size() && take(different.get(done))) {
            done++;
        }
        return new ChangePage(changes, states.remember(after), done == different.size());
    }

    /** New and changed items, newest first as in Exchange, then those that are gone. */
    private List<Stored> differences() {
        List<Stored> different = new ArrayList<>();
        for (Stored stored : now.values()) {
            if (!stored.equals(before.items().get(stored.id()))) {
                different.add(stored);
            }
        }
        for (Stored known : before.items().values()) {
            if (!now.containsKey(known.id())) {
                different.add(known);
            }
        }
        return different;
    }

    private void repeat(int room) {
        before.repeatable().stream()
                .sorted()
                .filter(id -> before.items().get(id).equals(now.get(id)))
                .limit(Math.min(repeats, room))
                .forEach(id -> changes.add(now.get(id).asChange(ChangeType.UPDATE)));
    }

    /** Puts the next difference into the page; false if the page is full. */
    private boolean take(Stored next) {
        boolean gone = !now.containsKey(next.id());
        if (!gone && receivedTooEarly(next)) {
            after.items().put(next.id(), next);
            return true;
        }
        long size = gone ? 0 : size(next);
        if (changes.size() >= query.maxItems() || bytes > 0 && bytes + size > query.maxBytes()) {
            return false;
        }
        bytes += size;
        changes.add(gone ? Change.deleted(next.kind(), ItemId.of(next.id())) : asChange(next));
        if (gone) {
            after.items().remove(next.id());
        } else {
            after.items().put(next.id(), next);
            after.repeatable().add(next.id());
        }
        return true;
    }

    private Change asChange(Stored stored) {
        Stored known = before.items().get(stored.id());
        if (known == null) {
            return stored.asChange(ChangeType.CREATE);
        }
        return known.version() == stored.version()
                ? Change.readFlag(stored.kind(), stored.itemId(), stored.read())
                : stored.asChange(ChangeType.UPDATE);
    }

    private boolean receivedTooEarly(Stored stored) {
        return query.since() != null
                && stored.item() instanceof Email mail
                && mail.receivedAt() != null
                && mail.receivedAt().isBefore(query.since());
    }

    private static long size(Stored stored) {
        return stored.item() instanceof Email mail && mail.original() != null
                ? mail.original().size()
                : 1000;
    }
}
