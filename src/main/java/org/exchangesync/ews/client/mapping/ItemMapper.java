package org.exchangesync.ews.client.mapping;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.exchangesync.ews.client.types.CalendarItemType;
import org.exchangesync.ews.client.types.ContactItemType;
import org.exchangesync.ews.client.types.DeleteItemFieldType;
import org.exchangesync.ews.client.types.DistributionListType;
import org.exchangesync.ews.client.types.ItemChangeDescriptionType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.ews.client.types.MessageType;
import org.exchangesync.ews.client.types.SetItemFieldType;
import org.exchangesync.ews.client.types.TaskType;
import org.exchangesync.item.Appointment;
import org.exchangesync.item.Contact;
import org.exchangesync.item.Email;
import org.exchangesync.item.Item;
import org.exchangesync.item.ItemKind;
import org.exchangesync.item.Task;
import org.exchangesync.item.mime.EmailParser;

/** Maps items of all kinds: the door of this room. Threadsafe. */
public final class ItemMapper {
    private final EmailMapper emails;

    public ItemMapper(EmailParser parser) {
        this.emails = new EmailMapper(parser);
    }

    /**
     * What kind of item an EWS item is. Meeting requests and their like, reports, posts and items of classes that Exchange
     * has no type for are mails; distribution lists are none of the four.
     */
    public static Optional<ItemKind> kindOf(ItemType item) {
        if (item instanceof CalendarItemType) {
            return Optional.of(ItemKind.APPOINTMENT);
        } else if (item instanceof ContactItemType) {
            return Optional.of(ItemKind.CONTACT);
        } else if (item instanceof TaskType) {
            return Optional.of(ItemKind.TASK);
        }
        return item instanceof DistributionListType ? Optional.empty() : Optional.of(ItemKind.EMAIL);
    }

    /**
     * Reads an item.
     *
     * @param parts what belongs to it; contents belong to the canonical item from now on
     * @throws UnmappableItemException if this item makes no sense
     * @throws IOException if contents can't be read or spooled on this machine
     */
    public Item read(ItemType item, ItemParts parts) throws UnmappableItemException, IOException {
        if (item instanceof CalendarItemType appointment) {
            return AppointmentReader.read(appointment, parts.attachments(), parts.exceptions());
        } else if (item instanceof ContactItemType contact) {
            return ContactMapper.read(contact, parts.attachments());
        } else if (item instanceof TaskType task) {
            return TaskMapper.read(task, parts.attachments());
        } else if (item instanceof DistributionListType) {
            throw new UnmappableItemException(
                    UnmappableItemException.ITEM_CLASS, "Distribution lists are not synchronised.");
        }
        return emails.read(item, parts.mime(), parts.attachments());
    }

    /** The categories of an item. */
    public static List<String> categories(ItemType item) {
        return CommonFields.strings(item.getCategories());
    }

    /** The change of an UpdateItem that gives an item exactly these categories. */
    public static ItemChangeDescriptionType categories(ItemKind kind, List<String> categories) {
        if (categories.isEmpty()) {
            DeleteItemFieldType delete = new DeleteItemFieldType();
            delete.setPath(Paths.field("item:Categories"));
            return delete;
        }
        ItemType item = switch (kind) {
            case EMAIL -> new MessageType();
            case APPOINTMENT -> new CalendarItemType();
            case CONTACT -> new ContactItemType();
            case TASK -> new TaskType();
        };
        item.setCategories(CommonFields.array(categories));
        SetItemFieldType set = new SetItemFieldType();
        set.setPath(Paths.field("item:Categories"));
        set.setItem(item);
        return set;
    }

    /** The read flag of a mail, or null where it isn't told. */
    public static Boolean isRead(ItemType item) {
        return EmailMapper.isRead(item);
    }

    /**
     * The item of a CreateItem, without attachments, except that a mail's original holds its own.
     *
     * @param draft a mail is to be sent from here; otherwise it is kept as one that arrived
     * @param contents how an original stands in the request
     * @throws UnmappableItemException if EWS can't express the item
     * @throws IOException if an original can't be read on this machine
     */
    public static ItemType create(Item item, boolean draft, ContentText contents)
            throws UnmappableItemException, IOException {
        if (item instanceof Email email) {
            return EmailMapper.create(email, draft, contents);
        } else if (item instanceof Appointment appointment) {
            return AppointmentWriter.create(appointment);
        } else if (item instanceof Contact contact) {
            return ContactMapper.create(contact);
        }
        return TaskMapper.create((Task) item);
    }

    /**
     * The changes of an UpdateItem, one property each; attachments are left as they are.
     *
     * @param current the item as the server has it, of the same kind; null to write everything
     * @throws UnmappableItemException if EWS can't express the item
     */
    public static List<ItemChangeDescriptionType> updates(Item wanted, Item current) throws UnmappableItemException {
        if (wanted instanceof Email email) {
            return EmailMapper.updates(email, (Email) current);
        } else if (wanted instanceof Appointment appointment) {
            return AppointmentWriter.updates(appointment, (Appointment) current);
        } else if (wanted instanceof Contact contact) {
            return ContactMapper.updates(contact, (Contact) current);
        }
        return TaskMapper.updates((Task) wanted, (Task) current);
    }
}
