package org.exchangesync.sandbox.property;

import org.exchangesync.sandbox.xml.Xml;

/** How a request names a property: by FieldURI, by FieldURI and index, or as an extended property. */
public sealed interface FieldPath {
    /** A whole property. */
    record Field(String uri) implements FieldPath {}

    /** One entry of a dictionary, such as {@code contacts:EmailAddress} of {@code EmailAddress1}. */
    record Indexed(String uri, String index) implements FieldPath {}

    /** A MAPI property. */
    record Extended(ExtendedKey key) implements FieldPath {}

    /** Reads one of the three elements. */
    static FieldPath of(Xml path) throws ExtendedKey.InvalidExtendedProperty {
        return switch (path.name()) {
            case "IndexedFieldURI" -> new Indexed(path.attribute("FieldURI"), path.attribute("FieldIndex"));
            case "ExtendedFieldURI" -> new Extended(ExtendedKey.of(path));
            default -> new Field(path.attribute("FieldURI"));
        };
    }

    /** Whether an element is one of the three. */
    static boolean isPath(Xml x) {
        return x.name().equals("FieldURI")
                || x.name().equals("IndexedFieldURI")
                || x.name().equals("ExtendedFieldURI");
    }
}
