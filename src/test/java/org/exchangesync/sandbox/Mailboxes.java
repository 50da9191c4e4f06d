package org.exchangesync.sandbox;

import static org.exchangesync.sandbox.SoapCaller.item;
import static org.exchangesync.sandbox.SoapCaller.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.exchangesync.sandbox.xml.Xml;

/** Requests that many tests send. */
final class Mailboxes {
    private Mailboxes() {}

    static byte[] mail(String subject) {
        return ("From: Eve <eve@example.com>\r\nTo: anna@example.org\r\nSubject: " + subject + "\r\nMessage-ID: <"
                        + subject.hashCode() + "@example.com>\r\nDate: Mon, 5 Jan 2026 10:00:00 +0100\r\n\r\nHello "
                        + subject + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** An item with all its properties. */
    static Xml get(SoapCaller caller, String id) {
        return item(caller.call(getItem(id, "AllProperties")));
    }

    static String getItem(String id, String shape) {
        return """
                <m:GetItem>
                  <m:ItemShape><t:BaseShape>%s</t:BaseShape></m:ItemShape>
                  <m:ItemIds><t:ItemId Id="%s"/></m:ItemIds>
                </m:GetItem>""".formatted(shape, id);
    }

    /** Makes an item in a folder and gives its ItemId element. */
    static Xml create(SoapCaller caller, String folder, String item) {
        Xml answer = caller.call("""
                <m:CreateItem MessageDisposition="SaveOnly" SendMeetingInvitations="SendToNone">
                  <m:SavedItemFolderId><t:DistinguishedFolderId Id="%s"/></m:SavedItemFolderId>
                  <m:Items>%s</m:Items>
                </m:CreateItem>""".formatted(folder, item));
        return item(answer).child("ItemId").orElseThrow();
    }

    /** Updates an item; the answer as it comes. */
    static Xml update(SoapCaller caller, Xml itemId, String resolution, String updates) {
        String key = Optional.ofNullable(itemId.attribute("ChangeKey"))
                .map(k -> " ChangeKey=\"" + k + "\"")
                .orElse("");
        return caller.call("""
                <m:UpdateItem ConflictResolution="%s" MessageDisposition="SaveOnly" SendMeetingInvitationsOrCancellations="SendToNone">
                  <m:ItemChanges><t:ItemChange><t:ItemId Id="%s"%s/><t:Updates>%s</t:Updates></t:ItemChange></m:ItemChanges>
                </m:UpdateItem>""".formatted(resolution, itemId.attribute("Id"), key, updates));
    }

    /** One page of a sync of a folder. */
    static Xml sync(SoapCaller caller, String folder, String state, int most) {
        return message(caller.call(
                """
                <m:SyncFolderItems>
                  <m:ItemShape>
                    <t:BaseShape>IdOnly</t:BaseShape>
                    <t:AdditionalProperties><t:FieldURI FieldURI="item:Subject"/></t:AdditionalProperties>
                  </m:ItemShape>
                  <m:SyncFolderId><t:DistinguishedFolderId Id="%s"/></m:SyncFolderId>
                  %s
                  <m:MaxChangesReturned>%d</m:MaxChangesReturned>
                </m:SyncFolderItems>""".formatted(folder, state == null ? "" : "<m:SyncState>" + state + "</m:SyncState>", most)));
    }

    /** Changes of a page as words: {@code Create Mail 1}; deletes and read flags without the subject. */
    static List<String> changes(Xml page) {
        List<String> words = new ArrayList<>();
        for (Xml change : page.child("Changes").orElseThrow().children()) {
            String subject = change.first().flatMap(i -> i.textOf("Subject")).orElse("");
            words.add((change.name() + " " + subject).strip());
        }
        return words;
    }

    static String state(Xml page) {
        return page.textOf("SyncState").orElseThrow();
    }

    static boolean isLast(Xml page) {
        return page.textOf("IncludesLastItemInRange").orElseThrow().equals("true");
    }
}
