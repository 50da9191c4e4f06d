package org.exchangesync.sandbox.property;

import java.util.Set;

/**
 * A property of an item or folder: where the schema has it and how it behaves. Two are equal when their
 * FieldURI is, though flags may differ: what is computed for a calendar item is stored on a meeting request.
 *
 * @param uri the FieldURI, such as {@code item:Subject}
 * @param element local name of its element in the types namespace
 */
public record Property(String uri, String element, Type type, Set<Flag> flags) {
    /** How a value is read and compared. */
    public enum Type {
        TEXT,
        BOOL,
        INT,
        DOUBLE,
        DATE,
        XML
    }

    /** What is special about a property. */
    public enum Flag {
        DEFAULT_SHAPE('d'),
        READ_ONLY('r'),
        COMPUTED('c'),
        NOT_IN_FIND('f'),
        ON_REQUEST('x'),
        SINCE_2013('5');

        private final char sign;

        Flag(char sign) {
            this.sign = sign;
        }

        char sign() {
            return sign;
        }
    }

    /** Whether it has that flag. */
    public boolean is(Flag flag) {
        return flags.contains(flag);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Property p && uri.equals(p.uri);
    }

    @Override
    public int hashCode() {
        return uri.hashCode();
    }
}
