package org.exchangesync.sandbox.item;

import java.time.Duration;
import java.time.Instant;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.WellKnown;

/** What a server refuses about items that are well formed: impossible dates, the wrong folder. */
public final class ItemRules {
    private static final Duration LONGEST = Duration.ofDays(5 * 366L);

    private ItemRules() {}

    /** @throws ResponseError when values contradict one another */
    public static void check(ItemContent content) {
        Values values = content.values();
        if (content.type() != ItemType.CALENDAR_ITEM) {
            return;
        }
        if (!values.has("calendar:Start") || !values.has("calendar:End")) {
            throw new ResponseError(
                    "ErrorCalendarInvalidPropertyState", "A calendar item needs both a start and an end.");
        }
        Instant start = values.instant("calendar:Start").orElseThrow();
        Instant end = values.instant("calendar:End").orElseThrow();
        if (end.isBefore(start)) {
            throw new ResponseError("ErrorCalendarEndDateIsEarlierThanStartDate", "EndDate is earlier than StartDate");
        }
        if (Duration.between(start, end).compareTo(LONGEST) > 0) {
            throw new ResponseError(
                    "ErrorCalendarDurationIsTooLong", "A calendar item must not be longer than five years.");
        }
    }

    /** Where items of a type go when a request names no folder. */
    public static WellKnown defaultFolder(ItemType type) {
        return switch (type) {
            case CALENDAR_ITEM -> WellKnown.CALENDAR;
            case CONTACT, DISTRIBUTION_LIST -> WellKnown.CONTACTS;
            case TASK -> WellKnown.TASKS;
            default -> WellKnown.DRAFTS;
        };
    }

    /** @throws ResponseError when items of that type cannot be made in that folder */
    public static void requireFits(ItemType type, Folder folder) {
        boolean anything =
                folder.wellKnown().filter(w -> w == WellKnown.DELETEDITEMS).isPresent();
        if (anything) {
            return;
        }
        if (type == ItemType.CALENDAR_ITEM && !folder.element().equals("CalendarFolder")) {
            throw new ResponseError(
                    "ErrorCannotCreateCalendarItemInNonCalendarFolder",
                    "Cannot create a calendar item in a folder that is no calendar.");
        }
        if (type == ItemType.CONTACT && !folder.element().equals("ContactsFolder")) {
            throw new ResponseError(
                    "ErrorCannotCreateContactInNonContactFolder",
                    "Cannot create a contact in a folder that is not for contacts.");
        }
        if (type == ItemType.TASK && !folder.element().equals("TasksFolder")) {
            throw new ResponseError(
                    "ErrorCannotCreateTaskInNonTaskFolder", "Cannot create a task in a folder that is not for tasks.");
        }
    }
}
