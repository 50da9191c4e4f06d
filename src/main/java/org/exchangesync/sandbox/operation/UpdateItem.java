package org.exchangesync.sandbox.operation;

import java.util.List;
import java.util.Optional;
import org.exchangesync.sandbox.item.ChangeKeyCheck;
import org.exchangesync.sandbox.item.ItemRenderer;
import org.exchangesync.sandbox.item.ItemRules;
import org.exchangesync.sandbox.item.ItemTargets;
import org.exchangesync.sandbox.item.ItemUpdates;
import org.exchangesync.sandbox.item.ItemView;
import org.exchangesync.sandbox.item.Meetings;
import org.exchangesync.sandbox.item.Postman;
import org.exchangesync.sandbox.item.Shape;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.store.Series;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.store.WellKnown;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Changes items. A change key is always needed; an old one is refused unless the request says AlwaysOverwrite. AutoResolve
 * lets an old key pass where nothing but the read flag has changed since.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/updateitem-operation">
 * UpdateItem</a>.
 */
final class UpdateItem implements Operation {
    @Override
    public Xml execute(Call call) {
        Xml request = call.body();
        String resolution = request.attribute("ConflictResolution");
        return Responses.each(
                call, "UpdateItem", request.child("ItemChanges").orElseThrow().children(), Xml.m("Items"), change -> {
                    ItemView view = ItemTargets.of(call, change.children().get(0));
                    require(request, view);
                    Xml updates = change.child("Updates").orElseThrow();
                    StoredItem updated = view.item()
                            .mailbox()
                            .write(() -> update(call, change.children().get(0), view, updates, resolution));
                    Optional<ItemView> shown = follow(call, updated, view);
                    return List.of(
                            shown.map(s -> Xml.m("Items", new ItemRenderer(call).listed(s, Shape.ID)))
                                    .orElse(Xml.m("Items")),
                            Xml.m("ConflictResults", Xml.t("Count", 0)));
                });
    }

    private static void require(Xml request, ItemView view) {
        if (view.type().isMessage() && request.attribute("MessageDisposition") == null) {
            throw new ResponseError(
                    "ErrorMessageDispositionRequired", "MessageDisposition attribute is required for e-mail messages.");
        }
        if (view.type() == ItemType.CALENDAR_ITEM
                && request.attribute("SendMeetingInvitationsOrCancellations") == null) {
            throw new ResponseError(
                    "ErrorSendMeetingInvitationsOrCancellationsRequired",
                    "SendMeetingInvitationsOrCancellations attribute is required for Calendar items.");
        }
    }

    private static StoredItem update(Call call, Xml id, ItemView view, Xml updates, String resolution) {
        Mailbox mailbox = view.item().mailbox();
        StoredItem now = mailbox.item(view.item().number()).orElseThrow(ResponseError::itemNotFound);
        boolean harmless = "AutoResolve".equals(resolution) && onlyReadSince(id, now);
        ChangeKeyCheck.require(id, now, "AlwaysOverwrite".equals(resolution) || harmless);
        if (view.occurrence() != null) {
            return mailbox.update(now.number(), c -> exception(call, c, view, updates))
                    .orElseThrow();
        }
        if (ItemUpdates.isReadFlagOnly(updates)) {
            String flag =
                    updates.children().get(0).children().get(1).textOf("IsRead").orElse("");
            return mailbox.markRead(now.number(), flag.equals("true") || flag.equals("1"))
                    .orElseThrow();
        }
        return mailbox.update(now.number(), c -> changed(call, c, updates)).orElseThrow();
    }

    /** Whether the key that the client has is the one from before the last change of the read flag. */
    private static boolean onlyReadSince(Xml id, StoredItem now) {
        if (now.readChanged() <= now.changed()) {
            return false;
        }
        StoredItem before = new StoredItem(
                now.mailbox(), now.folder(), now.number(), now.created(), now.changed(), 0, now.content());
        return before.changeKey().equals(id.attribute("ChangeKey"));
    }

    private static ItemContent changed(Call call, ItemContent content, Xml updates) {
        ItemContent detached = ItemUpdates.detached(content, updates);
        Values values = stamped(call, new ItemUpdates(call, content.type()).apply(detached.values(), updates));
        ItemContent changed = detached.withValues(values);
        ItemRules.check(changed);
        if (content.type() != ItemType.CALENDAR_ITEM) {
            return changed;
        }
        boolean samePattern =
                values.get("calendar:Recurrence").equals(content.values().get("calendar:Recurrence"))
                        && values.text("calendar:Start").equals(content.values().text("calendar:Start"));
        // As on a real server, another pattern or start forgets the exceptions.
        Series series = samePattern ? content.series() : values.has("calendar:Recurrence") ? Series.REGULAR : null;
        return changed.withSeries(series).withMime(null);
    }

    private static ItemContent exception(Call call, ItemContent master, ItemView view, Xml updates) {
        Values before = view.values();
        Values after = new ItemUpdates(call, ItemType.CALENDAR_ITEM).apply(before, updates);
        Values.Builder differing = Values.build();
        for (String key : after.keys()) {
            if (!after.get(key).equals(master.values().get(key))
                    || key.equals("calendar:Start")
                    || key.equals("calendar:End")) {
                differing.put(key, after.get(key).orElseThrow());
            }
        }
        Series series = master.series() == null ? Series.REGULAR : master.series();
        return master.withSeries(series.withException(view.occurrence(), differing.done()))
                .withValues(stamped(call, master.values()));
    }

    private static Values stamped(Call call, Values values) {
        return values.change()
                .put("item:LastModifiedName", call.actor())
                .put("item:LastModifiedTime", call.clock().instant())
                .done();
    }

    /** Sends what the request wants sent; empty when the item was sent away by that. */
    private static Optional<ItemView> follow(Call call, StoredItem updated, ItemView view) {
        String disposition = call.body().attribute("MessageDisposition");
        if (updated.type().isMessage() && disposition != null && !disposition.equals("SaveOnly")) {
            new Postman(call)
                    .sendDraft(
                            updated,
                            disposition.equals("SendAndSaveCopy")
                                    ? Optional.of(updated.mailbox().folder(WellKnown.SENTITEMS))
                                    : Optional.empty());
            return Optional.empty();
        }
        String invitations = call.body().attribute("SendMeetingInvitationsOrCancellations");
        if (updated.type() == ItemType.CALENDAR_ITEM && invitations != null && !invitations.equals("SendToNone")) {
            return Optional.of(ItemView.of(new Meetings(call).invite(updated, invitations.endsWith("SaveCopy"))));
        }
        return Optional.of(
                new ItemView(updated, view.occurrence() == null ? updated.values() : view.values(), view.occurrence()));
    }
}
