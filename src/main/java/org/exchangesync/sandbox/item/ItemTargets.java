package org.exchangesync.sandbox.item;

import java.time.Instant;
import org.exchangesync.sandbox.calendar.Occurrence;
import org.exchangesync.sandbox.calendar.Occurrences;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.store.EwsId;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.xml.Xml;

/** Finds the items that a request names, as far as the caller may reach them. */
public final class ItemTargets {
    private ItemTargets() {}

    /**
     * The item of an ItemId, OccurrenceItemId or RecurringMasterItemId element.
     *
     * @throws ResponseError when there is none, or it is not the caller's
     */
    public static ItemView of(Call call, Xml id) {
        return switch (id.name()) {
            case "OccurrenceItemId" ->
                occurrence(stored(call, decode(id.attribute("RecurringMasterId"))), id.attribute("InstanceIndex"));
            case "RecurringMasterItemId" -> ItemView.of(stored(call, decode(id.attribute("OccurrenceId"))));
            default -> item(call, decode(id.attribute("Id")));
        };
    }

    private static ItemView item(Call call, EwsId id) {
        StoredItem item = stored(call, id);
        return id.kind() == EwsId.Kind.OCCURRENCE
                ? occurrence(item, Instant.ofEpochSecond(id.detail()))
                : ItemView.of(item);
    }

    private static ItemView occurrence(StoredItem master, String index) {
        requireMaster(master);
        Instant original = Occurrences.of(master.content())
                .originalOf(Math.max(1, Integer.parseInt(index)))
                .orElseThrow(() -> new ResponseError(
                        "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange",
                        "Occurrence index is out of recurrence range."));
        return occurrence(master, original);
    }

    private static ItemView occurrence(StoredItem master, Instant original) {
        requireMaster(master);
        Occurrence occurrence = Occurrences.of(master.content())
                .at(original)
                .orElseThrow(() -> master.content().series() != null
                                && master.content().series().deleted().contains(original)
                        ? new ResponseError(
                                "ErrorCalendarOccurrenceIsDeletedFromRecurrence",
                                "Occurrence with this index was previously deleted from the recurrence.")
                        : ResponseError.itemNotFound());
        return new ItemView(master, occurrence.values(), original);
    }

    private static void requireMaster(StoredItem item) {
        if (!item.values().has("calendar:Recurrence")) {
            throw new ResponseError(
                    "ErrorCalendarCannotUseIdForOccurrenceId",
                    "The id of an item that is no recurring master cannot be used for an occurrence.");
        }
    }

    private static EwsId decode(String text) {
        EwsId id = EwsId.decode(text == null ? "" : text).orElseThrow(ResponseError::malformedId);
        if (id.kind() == EwsId.Kind.FOLDER) {
            throw new ResponseError(
                    "ErrorCannotUseFolderIdForItemId", "A folder ID cannot be used where an item ID is wanted.");
        }
        return id;
    }

    /** The stored item that an id, also of an attachment or occurrence, leads to. */
    public static StoredItem stored(Call call, EwsId id) {
        return call.own()
                .filter(m -> m.guid().equals(id.mailbox()))
                .flatMap(m -> m.item(id.item()))
                .filter(i -> i.folder() == id.folder())
                .orElseThrow(ResponseError::itemNotFound);
    }
}
