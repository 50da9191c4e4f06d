package org.exchangesync.transport;

import java.util.List;
import java.util.stream.Stream;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Change;
import org.exchangesync.item.Contact;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.Item;
import org.exchangesync.item.Task;

/** The bytes that items hold. Whoever is done with an item that a transport brought closes them: spool files go then. */
public final class ItemContents {
    private ItemContents() {}

    /** All contents of an item: the original and the attachments. */
    public static Stream<Content> of(Item item) {
        if (item instanceof Email email) {
            Stream<Content> attached = attached(email.attachments());
            return email.original() == null ? attached : Stream.concat(Stream.of(email.original()), attached);
        } else if (item instanceof Appointment appointment) {
            return attached(appointment.attachments());
        } else if (item instanceof Contact contact) {
            return attached(contact.attachments());
        } else if (item instanceof Task task) {
            return attached(task.attachments());
        }
        return Stream.empty();
    }

    /** Deletes the spool files of an item, if it has any; null is allowed. */
    public static void close(Item item) {
        of(item).forEach(Content::close);
    }

    /** Deletes the spool files of a change, if it has any. */
    public static void close(Change change) {
        close(change.item());
        if (change.original() != null) {
            change.original().close();
        }
    }

    private static Stream<Content> attached(List<Attachment> attachments) {
        return attachments.stream().map(Attachment::content).filter(content -> content != null);
    }
}
