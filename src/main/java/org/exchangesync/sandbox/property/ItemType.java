package org.exchangesync.sandbox.property;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The classes of items and the properties each has, in schema order.
 *
 * <p>Source: <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/items">Items</a>.
 */
public enum ItemType {
    MESSAGE("Message", "IPM.Note", 9, "message"),
    CALENDAR_ITEM("CalendarItem", "IPM.Appointment", 15, "calendar"),
    MEETING_REQUEST("MeetingRequest", "IPM.Schedule.Meeting.Request", 11, "message", "meeting", "meetingRequest"),
    MEETING_RESPONSE("MeetingResponse", "IPM.Schedule.Meeting.Resp.Pos", 12, "message", "meeting"),
    MEETING_CANCELLATION("MeetingCancellation", "IPM.Schedule.Meeting.Canceled", 13, "message", "meeting"),
    CONTACT("Contact", "IPM.Contact", 17, "contacts"),
    DISTRIBUTION_LIST("DistributionList", "IPM.DistList", 18, "distributionlist"),
    TASK("Task", "IPM.Task", 19, "task"),
    POST_ITEM("PostItem", "IPM.Post", 21, "message"),
    ITEM("Item", "IPM", 8);

    private final String element;
    private final String itemClass;
    private final int objectType;
    private final Map<String, Property> byUri = new LinkedHashMap<>();
    private final Map<String, Property> byElement = new LinkedHashMap<>();

    ItemType(String element, String itemClass, int objectType, String... sections) {
        this.element = element;
        this.itemClass = itemClass;
        this.objectType = objectType;
        add("item");
        Arrays.stream(sections).forEach(this::add);
    }

    private void add(String section) {
        for (Property property : Table.ITEMS.section(section)) {
            if (byUri.putIfAbsent(property.uri(), property) == null) {
                byElement.put(property.element(), property);
            }
        }
    }

    /** Local name of the element that holds such an item. */
    public String element() {
        return element;
    }

    /** The ItemClass of a new item of this type. */
    public String itemClass() {
        return itemClass;
    }

    /** The number that the first four bytes of its change keys carry. */
    public int objectType() {
        return objectType;
    }

    /** All properties in schema order. */
    public List<Property> properties() {
        return List.copyOf(byUri.values());
    }

    /** The property of that FieldURI, if this type has it. */
    public Optional<Property> property(String uri) {
        return Optional.ofNullable(byUri.get(uri));
    }

    /** The property with that element, if this type has it. */
    public Optional<Property> byElement(String name) {
        return Optional.ofNullable(byElement.get(name));
    }

    /** Whether it travels: messages and everything about meetings that is sent. */
    public boolean isMessage() {
        return byUri.containsKey("message:ToRecipients");
    }

    /** The type whose element in a request is called so. */
    public static Optional<ItemType> ofElement(String name) {
        return Arrays.stream(values()).filter(t -> t.element.equals(name)).findFirst();
    }

    /** The type that an ItemClass such as {@code IPM.Note.SMIME} belongs to. */
    public static ItemType ofItemClass(String itemClass) {
        String lower = itemClass.toLowerCase(Locale.ROOT);
        if (lower.startsWith("ipm.schedule.meeting.resp")) {
            return MEETING_RESPONSE;
        }
        return Arrays.stream(values())
                .filter(t -> t != ITEM && t != MEETING_RESPONSE)
                .filter(t -> lower.equals(t.itemClass.toLowerCase(Locale.ROOT))
                        || lower.startsWith(t.itemClass.toLowerCase(Locale.ROOT) + "."))
                .findFirst()
                .orElse(ITEM);
    }

    /** Whether any type has a property of that FieldURI. */
    public static boolean knows(String uri) {
        return Arrays.stream(values()).anyMatch(t -> t.byUri.containsKey(uri));
    }

    private static final class Table {
        private static final PropertyTable ITEMS = PropertyTable.load("/org/exchangesync/sandbox/item-properties.txt");
    }
}
