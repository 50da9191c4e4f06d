package org.exchangesync.transport;

import org.apache.camel.Message;
import org.exchangesync.item.Change;

/** How a change, or a page of them, looks as a Camel message. */
final class ChangeExchanges {
    private final MailboxRef mailbox;
    private final FolderRef folder;

    ChangeExchanges(MailboxRef mailbox, FolderRef folder) {
        this.mailbox = mailbox;
        this.folder = folder;
    }

    /** The body is the item; its fault where it can't be read; null for deletes and read flags. */
    void fill(Message message, Change change) {
        common(message);
        message.setHeader(TransportHeaders.ITEM_KIND, change.kind());
        message.setHeader(TransportHeaders.ITEM_ID, change.id().id());
        message.setHeader(TransportHeaders.CHANGE_KEY, change.id().changeKey());
        message.setHeader(TransportHeaders.CHANGE_TYPE, change.type());
        if (change.read() != null) {
            message.setHeader(TransportHeaders.READ, change.read());
        }
        if (change.fault() == null) {
            message.setBody(change.item());
            return;
        }
        message.setBody(change.fault());
        message.setHeader(TransportHeaders.FAULT_CODE, change.fault().code());
        if (change.original() != null) {
            message.setHeader(TransportHeaders.ORIGINAL, change.original());
        }
    }

    /** The body is the page. */
    void fill(Message message, ChangePage page) {
        common(message);
        message.setBody(page);
        message.setHeader(TransportHeaders.LAST_PAGE, page.last());
    }

    /** Both in the form in which the headers of a call are understood, so that a step may call back at once. */
    private void common(Message message) {
        message.setHeader(TransportHeaders.MAILBOX, mailbox);
        message.setHeader(TransportHeaders.FOLDER, folder.toString());
    }
}
