package org.exchangesync.sync;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.exchangesync.item.ItemKind;

/** Counts by kind. Not threadsafe. */
public final class Counts {
    private final Map<ItemKind, KindCounts> byKind = new EnumMap<>(ItemKind.class);

    /** One more. */
    void count(ItemKind kind, KindCounts.Event event) {
        add(kind, KindCounts.one(event));
    }

    void add(ItemKind kind, KindCounts counts) {
        byKind.merge(kind, counts, KindCounts::plus);
    }

    void add(Counts other) {
        other.byKind.forEach(this::add);
    }

    /** The counts of the kinds that were looked at. */
    public Map<ItemKind, KindCounts> byKind() {
        return Collections.unmodifiableMap(byKind);
    }

    /** All kinds together. */
    public KindCounts total() {
        return byKind.values().stream().reduce(KindCounts.NONE, KindCounts::plus);
    }
}
