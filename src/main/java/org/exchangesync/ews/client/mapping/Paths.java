package org.exchangesync.ews.client.mapping;

import org.exchangesync.ews.client.types.BasePathToElementType;
import org.exchangesync.ews.client.types.ExtendedPropertyType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.ews.client.types.PathToExtendedFieldType;
import org.exchangesync.ews.client.types.PathToIndexedFieldType;
import org.exchangesync.ews.client.types.PathToUnindexedFieldType;

/**
 * How properties are named in requests.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/fielduri">FieldURI</a>
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/extendedfielduri">
 *     ExtendedFieldURI</a>
 */
public final class Paths {
    private static final String PUBLIC_STRINGS = "PublicStrings";
    private static final String SYNC_KEY_NAME = "ExchangeSyncKey";

    private Paths() {}

    /** A property that EWS has a name for. */
    public static PathToUnindexedFieldType field(String uri) {
        PathToUnindexedFieldType path = new PathToUnindexedFieldType();
        path.setFieldURI(uri);
        return path;
    }

    /** One entry of a property that has several. */
    static PathToIndexedFieldType indexed(String uri, String index) {
        PathToIndexedFieldType path = new PathToIndexedFieldType();
        path.setFieldURI(uri);
        path.setFieldIndex(index);
        return path;
    }

    /** A MAPI property by its tag, such as {@code 0x1035}. */
    static PathToExtendedFieldType tag(String tag, String type) {
        PathToExtendedFieldType path = new PathToExtendedFieldType();
        path.setPropertyTag(tag);
        path.setPropertyType(type);
        return path;
    }

    /** A numbered MAPI property of one of the known sets. */
    static PathToExtendedFieldType numbered(String set, int id, String type) {
        PathToExtendedFieldType path = new PathToExtendedFieldType();
        path.setDistinguishedPropertySetId(set);
        path.setPropertyId(id);
        path.setPropertyType(type);
        return path;
    }

    /** Our own key on the item: a named property, which survives moves and copies. */
    public static PathToExtendedFieldType syncKey() {
        PathToExtendedFieldType path = new PathToExtendedFieldType();
        path.setDistinguishedPropertySetId(PUBLIC_STRINGS);
        path.setPropertyName(SYNC_KEY_NAME);
        path.setPropertyType("String");
        return path;
    }

    /** Our own key as it stands on an item, or null. */
    public static String syncKeyOf(ItemType item) {
        return value(item, syncKey());
    }

    /** The value of an extended property of an item, or null. */
    static String value(ItemType item, PathToExtendedFieldType wanted) {
        for (ExtendedPropertyType property : item.getExtendedProperty()) {
            if (property.getExtendedFieldURI() != null && same(property.getExtendedFieldURI(), wanted)) {
                String value = property.getValue();
                return value == null || value.isEmpty() ? null : value;
            }
        }
        return null;
    }

    /** Sets an extended property of an item. */
    static void set(ItemType item, PathToExtendedFieldType path, String value) {
        ExtendedPropertyType property = new ExtendedPropertyType();
        property.setExtendedFieldURI(path);
        property.setValue(value);
        item.getExtendedProperty().add(property);
    }

    /** Servers answer tags with other case and leading zeros ({@code 0x3a45} for {@code 0x3A45}). */
    private static boolean same(PathToExtendedFieldType answered, PathToExtendedFieldType wanted) {
        if (wanted.getPropertyTag() != null) {
            return answered.getPropertyTag() != null
                    && number(answered.getPropertyTag()) == number(wanted.getPropertyTag());
        }
        boolean set = wanted.getDistinguishedPropertySetId().equals(answered.getDistinguishedPropertySetId());
        if (wanted.getPropertyName() != null) {
            return set && wanted.getPropertyName().equalsIgnoreCase(answered.getPropertyName());
        }
        return set && wanted.getPropertyId().equals(answered.getPropertyId());
    }

    private static int number(String tag) {
        try {
            return Integer.decode(tag.strip());
        } catch (NumberFormatException e) {
            return -1; // no tag that we would ask for
        }
    }

    /** The property's name for messages. */
    static String describe(BasePathToElementType path) {
        if (path instanceof PathToUnindexedFieldType plain) {
            return plain.getFieldURI();
        }
        if (path instanceof PathToIndexedFieldType indexed) {
            return indexed.getFieldURI() + "[" + indexed.getFieldIndex() + "]";
        }
        PathToExtendedFieldType extended = (PathToExtendedFieldType) path;
        return extended.getPropertyName() != null
                ? extended.getPropertyName()
                : String.valueOf(
                        extended.getPropertyTag() != null ? extended.getPropertyTag() : extended.getPropertyId());
    }
}
