package org.exchangesync.sandbox.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.store.WellKnown;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Items that are made in answer to others: replies, forwards, and answers to invitations.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/responseobjects">
 * ResponseObjects</a>.
 */
public final class ResponseObjects {
    private static final Set<String> NAMES = Set.of(
            "AcceptItem",
            "TentativelyAcceptItem",
            "DeclineItem",
            "ReplyToItem",
            "ReplyAllToItem",
            "ForwardItem",
            "CancelCalendarItem",
            "RemoveItem",
            "SuppressReadReceipt");

    private final Call call;

    public ResponseObjects(Call call) {
        this.call = call;
    }

    /** Whether an element of CreateItem is an answer rather than an item of its own. */
    public static boolean isOne(Xml element) {
        return NAMES.contains(element.name());
    }

    /** Makes the answer; gives back the items that came into being or changed by it. */
    public List<StoredItem> create(Xml answer, String disposition, Optional<Folder> target) {
        Xml reference = answer.child("ReferenceItemId")
                .orElseThrow(() -> new ResponseError("ErrorMissingArgument", "ReferenceItemId is needed."));
        ItemView to = ItemTargets.of(call, reference);
        return switch (answer.name()) {
            case "AcceptItem" -> new MeetingAnswers(call).answer(to.item(), "Accept", disposition);
            case "TentativelyAcceptItem" -> new MeetingAnswers(call).answer(to.item(), "Tentative", disposition);
            case "DeclineItem" -> new MeetingAnswers(call).answer(to.item(), "Decline", disposition);
            case "CancelCalendarItem" -> {
                new Meetings(call).cancel(to);
                to.item().mailbox().move(to.item(), to.item().mailbox().folder(WellKnown.DELETEDITEMS));
                yield List.of();
            }
            case "RemoveItem" -> {
                Meetings.byUid(to.item().mailbox(), Meetings.uid(to.item()))
                        .ifPresent(i -> i.mailbox().remove(i));
                to.item().mailbox().move(to.item(), to.item().mailbox().folder(WellKnown.DELETEDITEMS));
                yield List.of();
            }
            case "SuppressReadReceipt" -> List.of();
            default -> message(answer, to, disposition, target);
        };
    }

    private List<StoredItem> message(Xml answer, ItemView to, String disposition, Optional<Folder> target) {
        ItemContent content = ItemContent.of(ItemType.MESSAGE, values(answer, to));
        Postman postman = new Postman(call);
        if (disposition.equals("SendOnly")) {
            postman.send(content);
            return List.of();
        }
        if (disposition.equals("SendAndSaveCopy")) {
            postman.sendAndSave(content, target.orElseGet(() -> call.mailbox().folder(WellKnown.SENTITEMS)));
            return List.of();
        }
        Folder folder = target.orElseGet(() -> call.mailbox().folder(WellKnown.DRAFTS));
        ItemContent draft = content.withValues(
                content.values().change().put("item:IsDraft", true).done());
        return List.of(folder.mailbox()
                .add(folder, NewItems.created(draft, call.actor(), call.clock().instant())));
    }

    private Values values(Xml answer, ItemView to) {
        boolean forward = answer.name().equals("ForwardItem");
        String topic = to.values()
                .text("message:ConversationTopic")
                .orElse(to.values().text("item:Subject").orElse(""));
        List<Xml> own = answer.children().stream()
                .filter(c -> !c.name().equals("ReferenceItemId") && !c.name().equals("NewBodyContent"))
                .toList();
        Values.Builder values =
                new ItemParser(call).parse(Xml.t("Message", own)).values().change();
        values.putIfAbsent("item:Subject", (forward ? "FW: " : "RE: ") + topic);
        values.put("message:ConversationTopic", topic);
        to.values().text("message:InternetMessageId").ifPresent(id -> {
            values.put("item:InReplyTo", id);
            values.put(
                    "message:References",
                    (to.values().text("message:References").orElse("") + " " + id).strip());
        });
        if (!forward && values.get("message:ToRecipients").isEmpty()) {
            values.put("message:ToRecipients", Xml.t("ToRecipients", recipients(answer, to)));
        }
        Optional<Xml> written = answer.child("NewBodyContent");
        Xml original = Bodies.of(to, written.map(w -> w.attribute("BodyType")).orElse("HTML"));
        values.put(
                "item:Body",
                Bodies.body(
                        original.attribute("BodyType"), written.map(Xml::text).orElse("") + original.text()));
        return values.done();
    }

    private static List<Xml> recipients(Xml answer, ItemView to) {
        List<Xml> found = new ArrayList<>(to.values()
                .get("message:ReplyTo")
                .or(() -> to.values().get("message:From"))
                .map(Xml::children)
                .orElse(List.of()));
        if (answer.name().equals("ReplyAllToItem")) {
            String self = to.item().mailbox().address();
            for (String uri : List.of("message:ToRecipients", "message:CcRecipients")) {
                to.values().get(uri).map(Xml::children).orElse(List.of()).stream()
                        .filter(m -> !m.textOf("EmailAddress").orElse("").equalsIgnoreCase(self))
                        .forEach(found::add);
            }
        }
        return found;
    }
}
