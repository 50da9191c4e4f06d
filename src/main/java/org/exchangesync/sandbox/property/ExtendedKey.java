package org.exchangesync.sandbox.property;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.exchangesync.sandbox.xml.Xml;

/**
 * A MAPI property as ExtendedFieldURI names it, brought to one form: a distinguished property set and its GUID, or a tag
 * in hexadecimal and in decimal, are the same property.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/extendedfielduri">ExtendedFieldURI</a>.
 *
 * @param key what equal properties have in common
 * @param type the PropertyType, such as {@code String} or {@code BinaryArray}
 * @param uri the element as the client wrote it, given back in answers
 */
public record ExtendedKey(String key, String type, Xml uri) {
    private static final Map<String, String> SETS = Map.ofEntries(
            Map.entry("Meeting", "6ed8da90-450b-101b-98da-00aa003f1305"),
            Map.entry("Appointment", "00062002-0000-0000-c000-000000000046"),
            Map.entry("Common", "00062008-0000-0000-c000-000000000046"),
            Map.entry("PublicStrings", "00020329-0000-0000-c000-000000000046"),
            Map.entry("Address", "00062004-0000-0000-c000-000000000046"),
            Map.entry("InternetHeaders", "00020386-0000-0000-c000-000000000046"),
            Map.entry("CalendarAssistant", "11000e07-b51b-40d6-af21-caa85edab1d0"),
            Map.entry("UnifiedMessaging", "4442858e-a9e3-4e80-b900-317a210cc15b"),
            Map.entry("Task", "00062003-0000-0000-c000-000000000046"),
            Map.entry("Sharing", "00062040-0000-0000-c000-000000000046"));
    private static final Set<String> TYPES = Set.of(
            "ApplicationTime",
            "Binary",
            "Boolean",
            "CLSID",
            "Currency",
            "Double",
            "Float",
            "Integer",
            "Long",
            "Object",
            "Short",
            "String",
            "SystemTime");

    /** MAPI tags that are the same thing as a property of the schema. */
    private static final Map<Integer, String> NATIVE = Map.ofEntries(
            Map.entry(0x001A, "item:ItemClass"),
            Map.entry(0x0037, "item:Subject"),
            Map.entry(0x0039, "item:DateTimeSent"),
            Map.entry(0x0E06, "item:DateTimeReceived"),
            Map.entry(0x0E08, "item:Size"),
            Map.entry(0x0E1B, "item:HasAttachments"),
            Map.entry(0x1035, "message:InternetMessageId"),
            Map.entry(0x1039, "message:References"),
            Map.entry(0x1042, "item:InReplyTo"),
            Map.entry(0x0070, "message:ConversationTopic"),
            Map.entry(0x3007, "item:DateTimeCreated"),
            Map.entry(0x3008, "item:LastModifiedTime"));

    /** Thrown for a combination of attributes that no property has. */
    public static final class InvalidExtendedProperty extends Exception {
        private static final long serialVersionUID = 1L;
        private final String code;

        InvalidExtendedProperty(String code, String message) {
            super(message);
            this.code = code;
        }

        /** The response code that the server answers. */
        public String code() {
            return code;
        }
    }

    /** Reads an ExtendedFieldURI element. */
    public static ExtendedKey of(Xml uri) throws InvalidExtendedProperty {
        String type = uri.attribute("PropertyType");
        String base = type == null ? "" : type.replaceAll("Array$", "");
        if (!TYPES.contains(base) || (type.endsWith("Array") && base.equals("Boolean"))) {
            throw invalid("PropertyType '" + type + "' is not a MAPI property type.");
        }
        String tag = uri.attribute("PropertyTag");
        String set = uri.attribute("DistinguishedPropertySetId");
        String guid = uri.attribute("PropertySetId");
        String name = uri.attribute("PropertyName");
        String id = uri.attribute("PropertyId");
        if (tag != null) {
            if (set != null || guid != null || name != null || id != null) {
                throw invalid("PropertyTag stands alone, without property set, name or id.");
            }
            return new ExtendedKey("tag:" + number(tag) + ":" + type, type, uri);
        }
        if ((set == null) == (guid == null) || (name == null) == (id == null)) {
            throw invalid("A named property has one property set and one of PropertyName and PropertyId.");
        }
        String propertySet = set == null ? guid.toLowerCase(Locale.ROOT) : SETS.get(set);
        if (propertySet == null) {
            throw invalid("Property set '" + set + "' is not known.");
        }
        String in =
                propertySet.equals(SETS.get("InternetHeaders")) && name != null ? name.toLowerCase(Locale.ROOT) : name;
        return new ExtendedKey(
                "named:" + propertySet + ":" + (name == null ? "#" + Integer.decode(id) : in) + ":" + type, type, uri);
    }

    private static int number(String tag) throws InvalidExtendedProperty {
        int number;
        try {
            number = Integer.decode(tag);
        } catch (NumberFormatException e) {
            throw invalid("PropertyTag '" + tag + "' is no number.");
        }
        if (number >= 0x8000) {
            throw new InvalidExtendedProperty(
                    "ErrorNoPropertyTagForCustomProperties",
                    "A property tag was specified for a custom property; name custom properties by set and name or id.");
        }
        return number;
    }

    private static InvalidExtendedProperty invalid(String why) {
        return new InvalidExtendedProperty(
                "ErrorInvalidExtendedProperty", "The extended property attribute combination is invalid. " + why);
    }

    /** Whether values are lists. */
    public boolean isArray() {
        return type.endsWith("Array");
    }

    /** The FieldURI of the schema property that this MAPI property is another name of. */
    public Optional<String> nativeUri() {
        return key.startsWith("tag:")
                ? Optional.ofNullable(NATIVE.get(Integer.parseInt(key.substring(4, key.indexOf(':', 4)))))
                : Optional.empty();
    }

    /** The name of the Internet message header that this is, if it is one. */
    public Optional<String> headerName() {
        String prefix = "named:" + SETS.get("InternetHeaders") + ":";
        return key.startsWith(prefix)
                ? Optional.of(key.substring(prefix.length(), key.lastIndexOf(':')))
                : Optional.empty();
    }
}
