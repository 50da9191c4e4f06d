package org.exchangesync.store;

import java.util.TreeMap;
import org.exchangesync.item.Contact;

/** The rows of a contact. */
final class ContactRows {
    private ContactRows() {}

    static void add(Contact contact, RecordRows rows) {
        rows.addMain(
                Tables.CONTACT,
                contact.displayName(),
                contact.fileAs(),
                contact.namePrefix(),
                contact.givenName(),
                contact.middleName(),
                contact.surname(),
                contact.suffix(),
                contact.initials(),
                contact.nickname(),
                contact.companyName(),
                contact.department(),
                contact.jobTitle(),
                contact.profession(),
                contact.manager(),
                contact.assistantName(),
                contact.officeLocation(),
                contact.spouseName(),
                contact.mailingAddress() == null
                        ? null
                        : contact.mailingAddress().name(),
                contact.businessHomePage(),
                contact.birthday(),
                contact.weddingAnniversary(),
                contact.notes().text(),
                contact.notes().html(),
                contact.sensitivity().name());
        contact.emailAddresses().forEach(email -> rows.addChild(Tables.CONTACT_EMAIL, email.name(), email.address()));
        new TreeMap<>(contact.phones())
                .forEach((slot, number) -> rows.addChild(Tables.CONTACT_PHONE, slot.name(), number));
        new TreeMap<>(contact.addresses())
                .forEach((slot, address) -> rows.addChild(
                        Tables.CONTACT_ADDRESS,
                        slot.name(),
                        address.street(),
                        address.city(),
                        address.state(),
                        address.postalCode(),
                        address.country()));
        rows.addNames(Tables.CONTACT_IM_ADDRESS, contact.imAddresses());
        rows.addNames(Tables.CONTACT_CHILD, contact.children());
        rows.addNames(Tables.RECORD_CATEGORY, contact.categories());
        rows.addAttachments(contact.attachments());
    }
}
