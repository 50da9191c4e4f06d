package org.exchangesync.sandbox.store;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.exchangesync.sandbox.property.Values;

/**
 * What makes the occurrences of a recurring appointment differ from its pattern; keys are the starts that the pattern
 * gives them.
 *
 * @param exceptions the values in which a modified occurrence differs from the master
 * @param deleted occurrences that don't take place
 */
public record Series(SortedMap<Instant, Values> exceptions, SortedSet<Instant> deleted) {
    /** A series without exceptions. */
    public static final Series REGULAR = new Series(new TreeMap<>(), new TreeSet<>());

    public Series {
        exceptions = Collections.unmodifiableSortedMap(new TreeMap<>(exceptions));
        deleted = Collections.unmodifiableSortedSet(new TreeSet<>(deleted));
    }

    /** The same series with one occurrence modified. */
    public Series withException(Instant original, Values values) {
        SortedMap<Instant, Values> more = new TreeMap<>(exceptions);
        more.put(original, values);
        return new Series(more, deleted);
    }

    /** The same series with one occurrence deleted. */
    public Series without(Instant original) {
        SortedMap<Instant, Values> fewer = new TreeMap<>(exceptions);
        fewer.remove(original);
        SortedSet<Instant> more = new TreeSet<>(deleted);
        more.add(original);
        return new Series(fewer, more);
    }
}
