package org.exchangesync.sandbox.item;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.exchangesync.sandbox.calendar.Occurrence;
import org.exchangesync.sandbox.calendar.Occurrences;
import org.exchangesync.sandbox.property.DateTimes;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.xml.Xml;

/** What a recurring master tells about its occurrences: first, last, modified and deleted ones. */
final class OccurrenceElements {
    private OccurrenceElements() {}

    static Xml first(ItemView view) {
        return occurrences(view)
                .flatMap(Occurrences::first)
                .map(o -> info(view, "FirstOccurrence", o))
                .orElse(null);
    }

    static Xml last(ItemView view) {
        return occurrences(view)
                .flatMap(Occurrences::last)
                .map(o -> info(view, "LastOccurrence", o))
                .orElse(null);
    }

    static Xml modified(ItemView view) {
        ItemContent content = view.item().content();
        Optional<Occurrences> all = occurrences(view);
        if (all.isEmpty()
                || content.series() == null
                || content.series().exceptions().isEmpty()) {
            return null;
        }
        List<Xml> infos = new ArrayList<>();
        for (Instant original : content.series().exceptions().keySet()) {
            all.get().at(original).ifPresent(o -> infos.add(info(view, "Occurrence", o)));
        }
        return infos.isEmpty() ? null : Xml.t("ModifiedOccurrences", infos);
    }

    static Xml deleted(ItemView view) {
        ItemContent content = view.item().content();
        if (occurrences(view).isEmpty()
                || content.series() == null
                || content.series().deleted().isEmpty()) {
            return null;
        }
        return Xml.t(
                "DeletedOccurrences",
                content.series().deleted().stream()
                        .map(start -> Xml.t("DeletedOccurrence", Xml.t("Start", DateTimes.format(start))))
                        .toList());
    }

    private static Optional<Occurrences> occurrences(ItemView view) {
        return view.calendarItemType().equals("RecurringMaster")
                ? Optional.of(Occurrences.of(view.item().content()))
                : Optional.empty();
    }

    private static Xml info(ItemView master, String name, Occurrence occurrence) {
        ItemView view = new ItemView(master.item(), occurrence.values(), occurrence.original());
        return Xml.t(
                name,
                ComputedValues.itemId(view),
                Xml.t("Start", DateTimes.format(occurrence.start())),
                Xml.t("End", DateTimes.format(occurrence.end())),
                Xml.t("OriginalStart", DateTimes.format(occurrence.original())));
    }
}
