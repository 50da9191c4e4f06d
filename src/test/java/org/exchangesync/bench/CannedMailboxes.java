package org.exchangesync.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * The mailboxes that are drained: each an Inbox of mails, newest first, as an EWS server answers for it. Everything follows
 * from the number of the mailbox and of the mail, so nothing is kept for either.
 */
final class CannedMailboxes {
    /** The numbers of a mailbox's mails are smaller than this. */
    static final int MOST_ITEMS = 10_000_000;

    private static final Instant NEWEST = Instant.parse("2026-11-02T08:10:00Z");
    private static final String ID = "AAMkADUxYjQ3ZmE4LTBkNWUtNDc2Yy1hMzk1LTU0ZDc2ZTY2MTk4YQBGAAAAAADf".repeat(2);
    private static final String STATE = "H4sIAAAAAAAEAGNgYGcAAotqE0MLCxNzA0sLS0tzY2NTAA".repeat(12);
    private static final String MESSAGE = """
            <t:ItemId Id="%s" ChangeKey="CQAAABYAAAB%s"/>""";
    private static final String LISTED = "<t:Create><t:Message>" + MESSAGE + """
            <t:ItemClass>IPM.Note</t:ItemClass><t:DateTimeReceived>%s</t:DateTimeReceived><t:Size>%d</t:Size>\
            </t:Message></t:Create>""";
    private static final String BEFORE_MIME = """
            <m:GetItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Items>\
            <t:Message><t:MimeContent CharacterSet="UTF-8">""";
    private static final String AFTER_MIME = "</t:MimeContent>" + MESSAGE + """
            <t:ParentFolderId Id="AQMkADUxInbox" ChangeKey="AQAAAA=="/><t:ItemClass>IPM.Note</t:ItemClass>\
            <t:Sensitivity>Normal</t:Sensitivity><t:DateTimeReceived>%s</t:DateTimeReceived>\
            <t:Importance>Normal</t:Importance>\
            <t:ConversationIndex>AQHZ8Q==</t:ConversationIndex>\
            <t:InternetMessageId>&lt;%s@bench.example&gt;</t:InternetMessageId><t:IsRead>true</t:IsRead>\
            </t:Message></m:Items></m:GetItemResponseMessage>""";

    private final Settings settings;
    private final List<CannedMail> mails;

    CannedMailboxes(Settings settings) {
        this.settings = settings;
        this.mails = Mails.of(settings.seed());
    }

    static String address(int mailbox) {
        return "mailbox%05d@bench.example".formatted(mailbox);
    }

    static int mailbox(String address) {
        return Integer.parseInt(address.replaceAll("\\D", ""));
    }

    /** Mails in a mailbox. */
    int items(int mailbox) {
        return settings.items() / settings.mailboxes() + (mailbox < settings.items() % settings.mailboxes() ? 1 : 0);
    }

    static long number(int mailbox, int item) {
        return (long) mailbox * MOST_ITEMS + item;
    }

    static String id(long number) {
        return ID + CannedMail.text(number) + "AAA=";
    }

    static long number(String id) {
        int end = id.length() - "AAA=".length();
        return Long.parseLong(id.substring(end - CannedMail.MARK.length(), end));
    }

    CannedMail mail(long number) {
        return mails.get((int) ((number / MOST_ITEMS * 7 + number % MOST_ITEMS) % mails.size()));
    }

    /** Bytes of all mails together. */
    long bytes() {
        long sum = 0;
        for (int mailbox = 0; mailbox < settings.mailboxes(); mailbox++) {
            for (int item = 0; item < items(mailbox); item++) {
                sum += mail(number(mailbox, item)).size();
            }
        }
        return sum;
    }

    static String state(int position) {
        return STATE + "." + position;
    }

    static int position(String state) {
        return Integer.parseInt(state.substring(state.lastIndexOf('.') + 1));
    }

    /** The body of a SyncFolderItems answer. */
    byte[] page(int mailbox, int from, int most) {
        int to = Math.min(items(mailbox), from + most);
        StringBuilder page = new StringBuilder("""
                <m:SyncFolderItemsResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode>\
                <m:SyncState>%s</m:SyncState><m:IncludesLastItemInRange>%s</m:IncludesLastItemInRange><m:Changes>""".formatted(state(to), to == items(mailbox)));
        for (int item = from; item < to; item++) {
            long number = number(mailbox, item);
            page.append(LISTED.formatted(
                    id(number),
                    CannedMail.text(number),
                    received(number),
                    mail(number).size()));
        }
        return bytes(
                page.append("</m:Changes></m:SyncFolderItemsResponseMessage>").toString());
    }

    /** How long the answer for a mail is, within that of a GetItem. */
    long itemLength(long number) {
        return BEFORE_MIME.length() + mail(number).base64Length() + afterMime(number).length;
    }

    /** Writes the answer for a mail, within that of a GetItem. */
    void writeItem(long number, OutputStream out) throws IOException {
        out.write(bytes(BEFORE_MIME));
        mail(number).writeBase64(number, out);
        out.write(afterMime(number));
    }

    private byte[] afterMime(long number) {
        String text = CannedMail.text(number);
        return bytes(AFTER_MIME.formatted(id(number), text, received(number), text));
    }

    private static Instant received(long number) {
        return NEWEST.minusSeconds(60 * (number % MOST_ITEMS));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
