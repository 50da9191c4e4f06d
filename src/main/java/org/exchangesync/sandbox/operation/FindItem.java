package org.exchangesync.sandbox.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.exchangesync.sandbox.item.FolderTargets;
import org.exchangesync.sandbox.item.ItemRenderer;
import org.exchangesync.sandbox.item.ItemView;
import org.exchangesync.sandbox.item.Paging;
import org.exchangesync.sandbox.item.Restriction;
import org.exchangesync.sandbox.item.Shape;
import org.exchangesync.sandbox.property.FieldPath;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.soap.SoapFault;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.WellKnown;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Lists the items of folders: filtered, sorted, in pages, or as a calendar shows them.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/finditem-operation">FindItem</a>.
 */
final class FindItem implements Operation {
    private final Restriction<ItemView> restrictions = new Restriction<>(ItemRenderer::value);

    @Override
    public Xml execute(Call call) {
        Xml request = call.body();
        Shape shape = Shape.of(request.child("ItemShape").orElseThrow());
        Optional<Xml> calendarView = request.child("CalendarView");
        if (calendarView.isPresent()
                && (request.child("Restriction").isPresent()
                        || request.child("SortOrder").isPresent())) {
            throw new SoapFault(
                    "ErrorInvalidRequest", "A CalendarView goes with neither a restriction nor a sort order.");
        }
        Predicate<ItemView> wanted = request.child("Restriction")
                .map(restrictions::of)
                .orElse(i -> true)
                .and(request.textOf("QueryString").map(FindItem::query).orElse(i -> true));
        return Responses.each(
                call, "FindItem", request.child("ParentFolderIds").orElseThrow().children(), null, id -> {
                    Folder folder = FolderTargets.of(call, id);
                    return folder.mailbox().read(() -> {
                        List<ItemView> found = calendarView.isPresent()
                                ? new CalendarView(calendarView.get(), call.zone()).of(folder)
                                : listed(folder, request, wanted);
                        Paging<ItemView> page = Paging.of(found, calendarView.orElse(pageView(request)));
                        ItemRenderer renderer = new ItemRenderer(call);
                        List<Xml> elements = page.page().stream()
                                .map(i -> renderer.listed(i, shape))
                                .toList();
                        return List.of(page.root("Items", elements));
                    });
                });
    }

    private List<ItemView> listed(Folder folder, Xml request, Predicate<ItemView> wanted) {
        String traversal = request.attribute("Traversal");
        boolean associated = "Associated".equals(traversal);
        Folder searched =
                "SoftDeleted".equals(traversal) ? folder.mailbox().folder(WellKnown.RECOVERABLEITEMSDELETIONS) : folder;
        List<ItemView> found = new ArrayList<>(searched.itemsBelow(Long.MAX_VALUE).stream()
                .filter(i -> i.content().associated() == associated)
                .map(ItemView::of)
                .filter(wanted)
                .toList());
        request.child("SortOrder").map(restrictions::order).ifPresent(found::sort);
        return found;
    }

    private static Xml pageView(Xml request) {
        return request.children().stream()
                .filter(c -> c.name().endsWith("PageItemView")
                        || c.name().endsWith("PageView")
                        || c.name().equals("ContactsView"))
                .findFirst()
                .orElse(null);
    }

    /** The simplest queries of Advanced Query Syntax: words, or property:words. */
    private static Predicate<ItemView> query(String query) {
        int colon = query.indexOf(':');
        String property = colon < 0 ? "" : query.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String words = query.substring(colon + 1).strip().replace("\"", "").toLowerCase(Locale.ROOT);
        List<String> uris = switch (property) {
            case "subject" -> List.of("item:Subject");
            case "from" -> List.of("message:From");
            case "to" -> List.of("message:ToRecipients");
            case "body" -> List.of("item:Body");
            default -> List.of("item:Subject", "item:Body", "message:From", "contacts:DisplayName");
        };
        return item -> uris.stream()
                .flatMap(uri -> ItemRenderer.value(item, new FieldPath.Field(uri)).stream())
                .anyMatch(v -> v.toString().toLowerCase(Locale.ROOT).contains(words));
    }
}
