package org.exchangesync.transport;

import java.util.Collection;
import java.util.Set;

/**
 * What was committed of a folder whose server keeps no state for us (POP3): the ids that earlier pages called {@link
 * ChangePage#seen() seen}. They are kept as rows by whoever keeps the state, in the same transaction.
 */
public interface SeenItems {
    /** Nobody remembers: good for reading a folder once, from its beginning. */
    SeenItems NONE = new SeenItems() {
        @Override
        public Set<String> among(Collection<String> ids) {
            return Set.of();
        }

        @Override
        public Collection<String> all() {
            return Set.of();
        }

        @Override
        public long count() {
            return 0;
        }
    };

    /** Those of the ids that were seen. */
    Set<String> among(Collection<String> ids);

    /** All of them, in any order. */
    Collection<String> all();

    /** How many they are. */
    long count();
}
