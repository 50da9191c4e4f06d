package org.exchangesync.sandbox.property;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.exchangesync.sandbox.xml.Xml;

/**
 * The property values of one item: an immutable map from FieldURI (or {@link ExtendedKey#key()}) to the element as
 * answers carry it. Kept in two arrays, because a mailbox holds a hundred thousand of them. Threadsafe.
 */
public final class Values {
    /** No value at all. */
    public static final Values NONE = new Values(new String[0], new Xml[0]);

    private final String[] keys;
    private final Xml[] values;

    private Values(String[] keys, Xml[] values) {
        this.keys = keys;
        this.values = values;
    }

    /** The element of that key, if there is one. */
    public Optional<Xml> get(String key) {
        int at = indexOf(key);
        return at < 0 ? Optional.empty() : Optional.of(values[at]);
    }

    /** Whether there is a value of that key. */
    public boolean has(String key) {
        return indexOf(key) >= 0;
    }

    /** The text of that key, if there is one. */
    public Optional<String> text(String key) {
        return get(key).map(Xml::text);
    }

    /** Whether that key is true; absent is false. */
    public boolean bool(String key) {
        return text(key).map(DateTimes::isTrue).orElse(false);
    }

    /** The point in time of that key, if there is one. */
    public Optional<Instant> instant(String key) {
        return text(key).map(DateTimes::parse);
    }

    /** All keys, in the order in which they were added. */
    public List<String> keys() {
        return List.of(keys);
    }

    /** A builder that starts with these values. */
    public Builder change() {
        Builder builder = new Builder();
        for (int i = 0; i < keys.length; i++) {
            builder.keys.add(keys[i]);
            builder.values.add(values[i]);
        }
        return builder;
    }

    /** An empty builder. */
    public static Builder build() {
        return new Builder();
    }

    private int indexOf(String key) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    /** Collects values; not threadsafe. */
    public static final class Builder {
        private final List<String> keys = new ArrayList<>();
        private final List<Xml> values = new ArrayList<>();

        private Builder() {}

        /** Sets or replaces a value. */
        public Builder put(String key, Xml value) {
            int at = keys.indexOf(key);
            if (at < 0) {
                keys.add(key.intern());
                values.add(value);
            } else {
                values.set(at, value);
            }
            return this;
        }

        /** Sets a simple value; null leaves it as it is. The element is named after the part behind the colon. */
        public Builder put(String uri, Object value) {
            if (value == null) {
                return this;
            }
            String text = value instanceof Instant i ? DateTimes.format(i) : String.valueOf(value);
            return put(uri, Xml.t(uri.substring(uri.indexOf(':') + 1), text));
        }

        /** Sets a simple value where there is none yet. */
        public Builder putIfAbsent(String uri, Object value) {
            return keys.contains(uri) ? this : put(uri, value);
        }

        /** Removes a value, if there is one. */
        public Builder remove(String key) {
            int at = keys.indexOf(key);
            if (at >= 0) {
                keys.remove(at);
                values.remove(at);
            }
            return this;
        }

        /** The element of that key so far. */
        public Optional<Xml> get(String key) {
            int at = keys.indexOf(key);
            return at < 0 ? Optional.empty() : Optional.of(values.get(at));
        }

        /** The text of that key so far. */
        public Optional<String> text(String key) {
            return get(key).map(Xml::text);
        }

        /** Sets everything that the other values hold. */
        public Builder putAll(Values other) {
            for (int i = 0; i < other.keys.length; i++) {
                put(other.keys[i], other.values[i]);
            }
            return this;
        }

        /** The values as they are now. */
        public Values done() {
            return keys.isEmpty()
                    ? NONE
                    : new Values(
                            keys.toArray(String[]::new),
                            values.stream().map(Flyweights::share).toArray(Xml[]::new));
        }
    }
}
