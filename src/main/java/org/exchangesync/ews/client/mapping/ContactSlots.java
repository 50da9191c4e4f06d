package org.exchangesync.ews.client.mapping;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.exchangesync.ews.client.types.ContactItemType;
import org.exchangesync.ews.client.types.EmailAddressDictionaryEntryType;
import org.exchangesync.ews.client.types.EmailAddressDictionaryType;
import org.exchangesync.ews.client.types.ImAddressDictionaryEntryType;
import org.exchangesync.ews.client.types.ImAddressDictionaryType;
import org.exchangesync.ews.client.types.PhoneNumberDictionaryEntryType;
import org.exchangesync.ews.client.types.PhoneNumberDictionaryType;
import org.exchangesync.ews.client.types.PhysicalAddressDictionaryEntryType;
import org.exchangesync.ews.client.types.PhysicalAddressDictionaryType;
import org.exchangesync.item.Contact;
import org.exchangesync.item.Contact.AddressSlot;
import org.exchangesync.item.Contact.PhoneSlot;
import org.exchangesync.item.Contact.PostalAddress;

/**
 * The properties of a contact that have several entries under keys. Each entry, and each line of a postal address, is
 * written on its own: a server refuses an update of the whole.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/indexedfielduri">
 *     IndexedFieldURI</a>
 */
final class ContactSlots {
    /** How many email and instant messaging addresses a contact may have. */
    static final int PLACES = 3;

    static final PostalAddress NOWHERE = new PostalAddress(null, null, null, null, null);

    /** Phone slots in the words of EWS; newer slots that we don't keep are read as null. */
    static final WireNames<PhoneSlot> PHONES = new WireNames<>(PhoneSlot.class, null, phoneNames());

    private static final Map<AddressSlot, String> ADDRESSES =
            Map.of(AddressSlot.BUSINESS, "Business", AddressSlot.HOME, "Home", AddressSlot.OTHER, "Other");

    private ContactSlots() {}

    /** {@code BUSINESS_PHONE_2} is {@code BusinessPhone2}, {@code TTY_TDD_PHONE} is {@code TtyTddPhone}. */
    private static Map<PhoneSlot, String> phoneNames() {
        Map<PhoneSlot, String> names = new EnumMap<>(PhoneSlot.class);
        for (PhoneSlot slot : PhoneSlot.values()) {
            StringBuilder name = new StringBuilder();
            for (String word : slot.name().split("_")) {
                name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
            }
            names.put(slot, name.toString());
        }
        return names;
    }

    static List<Field<Contact, ContactItemType>> emailAddresses() {
        List<Field<Contact, ContactItemType>> fields = new ArrayList<>();
        for (int place = 0; place < PLACES; place++) {
            String key = "EmailAddress" + (place + 1);
            fields.add(slot("contacts:EmailAddress", key, nth(Contact::emailAddresses, place), (item, address) -> {
                EmailAddressDictionaryEntryType entry = new EmailAddressDictionaryEntryType();
                entry.setKey(key);
                entry.setValue(address.address() != null ? address.address() : address.name());
                entry.setName(address.name());
                if (item.getEmailAddresses() == null) {
                    item.setEmailAddresses(new EmailAddressDictionaryType());
                }
                item.getEmailAddresses().getEntry().add(entry);
            }));
        }
        return fields;
    }

    static List<Field<Contact, ContactItemType>> imAddresses() {
        List<Field<Contact, ContactItemType>> fields = new ArrayList<>();
        for (int place = 0; place < PLACES; place++) {
            String key = "ImAddress" + (place + 1);
            fields.add(slot("contacts:ImAddress", key, nth(Contact::imAddresses, place), (item, address) -> {
                ImAddressDictionaryEntryType entry = new ImAddressDictionaryEntryType();
                entry.setKey(key);
                entry.setValue(address);
                if (item.getImAddresses() == null) {
                    item.setImAddresses(new ImAddressDictionaryType());
                }
                item.getImAddresses().getEntry().add(entry);
            }));
        }
        return fields;
    }

    private static <V> Function<Contact, V> nth(Function<Contact, List<V>> list, int place) {
        return contact -> {
            List<V> all = list.apply(contact);
            return place < all.size() ? all.get(place) : null;
        };
    }

    static List<Field<Contact, ContactItemType>> phones() {
        List<Field<Contact, ContactItemType>> fields = new ArrayList<>();
        for (PhoneSlot phone : PhoneSlot.values()) {
            String key = PHONES.write(phone);
            Function<Contact, String> number = contact -> contact.phones().get(phone);
            fields.add(slot("contacts:PhoneNumber", key, number, (item, value) -> {
                PhoneNumberDictionaryEntryType entry = new PhoneNumberDictionaryEntryType();
                entry.setKey(key);
                entry.setValue(value);
                if (item.getPhoneNumbers() == null) {
                    item.setPhoneNumbers(new PhoneNumberDictionaryType());
                }
                item.getPhoneNumbers().getEntry().add(entry);
            }));
        }
        return fields;
    }

    static List<Field<Contact, ContactItemType>> postalAddresses() {
        List<Field<Contact, ContactItemType>> fields = new ArrayList<>();
        for (AddressSlot slot : AddressSlot.values()) {
            fields.add(line(slot, "Street", PostalAddress::street, PhysicalAddressDictionaryEntryType::setStreet));
            fields.add(line(slot, "City", PostalAddress::city, PhysicalAddressDictionaryEntryType::setCity));
            fields.add(line(slot, "State", PostalAddress::state, PhysicalAddressDictionaryEntryType::setState));
            fields.add(line(
                    slot,
                    "CountryOrRegion",
                    PostalAddress::country,
                    PhysicalAddressDictionaryEntryType::setCountryOrRegion));
            fields.add(line(
                    slot, "PostalCode", PostalAddress::postalCode, PhysicalAddressDictionaryEntryType::setPostalCode));
        }
        return fields;
    }

    private static Field<Contact, ContactItemType> line(
            AddressSlot slot,
            String part,
            Function<PostalAddress, String> text,
            BiConsumer<PhysicalAddressDictionaryEntryType, String> setter) {
        String key = ADDRESSES.get(slot);
        Function<Contact, String> value =
                contact -> text.apply(contact.addresses().getOrDefault(slot, NOWHERE));
        return slot(
                "contacts:PhysicalAddress:" + part, key, value, (item, line) -> setter.accept(entry(item, key), line));
    }

    private static PhysicalAddressDictionaryEntryType entry(ContactItemType item, String key) {
        if (item.getPhysicalAddresses() == null) {
            item.setPhysicalAddresses(new PhysicalAddressDictionaryType());
        }
        for (PhysicalAddressDictionaryEntryType entry :
                item.getPhysicalAddresses().getEntry()) {
            if (entry.getKey().equals(key)) {
                return entry;
            }
        }
        PhysicalAddressDictionaryEntryType entry = new PhysicalAddressDictionaryEntryType();
        entry.setKey(key);
        item.getPhysicalAddresses().getEntry().add(entry);
        return entry;
    }

    private static <V> Field<Contact, ContactItemType> slot(
            String uri, String key, Function<Contact, V> value, BiConsumer<ContactItemType, V> writer) {
        return new Field<>(
                Paths.indexed(uri, key), value::apply, (item, v) -> writer.accept(item, Field.<V>cast(v)), true);
    }
}
