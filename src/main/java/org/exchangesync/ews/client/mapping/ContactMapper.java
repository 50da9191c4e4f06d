package org.exchangesync.ews.client.mapping;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.exchangesync.ews.client.types.CompleteNameType;
import org.exchangesync.ews.client.types.ContactItemType;
import org.exchangesync.ews.client.types.EmailAddressDictionaryEntryType;
import org.exchangesync.ews.client.types.ImAddressDictionaryEntryType;
import org.exchangesync.ews.client.types.ItemChangeDescriptionType;
import org.exchangesync.ews.client.types.PathToExtendedFieldType;
import org.exchangesync.ews.client.types.PhoneNumberDictionaryEntryType;
import org.exchangesync.ews.client.types.PhysicalAddressDictionaryEntryType;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Contact;
import org.exchangesync.item.Contact.AddressSlot;
import org.exchangesync.item.Contact.PhoneSlot;
import org.exchangesync.item.Contact.PostalAddress;
import org.exchangesync.item.EmailAddress;

/**
 * Contacts. The slots of addresses and numbers are in {@link ContactSlots}.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/contact">Contact</a>
 */
final class ContactMapper {
    private static final WireNames<AddressSlot> MAILING_ADDRESS = new WireNames<>(
            AddressSlot.class,
            null,
            Map.of(AddressSlot.BUSINESS, "Business", AddressSlot.HOME, "Home", AddressSlot.OTHER, "Other"));

    private static final FieldTable<Contact, ContactItemType> FIELDS = new FieldTable<>(ContactItemType::new, fields());

    private ContactMapper() {}

    /** What stands before the name: EWS shows it in CompleteName, which can't be written. */
    static PathToExtendedFieldType title() {
        return Paths.tag("0x3A45", "String");
    }

    /** The birthday as a day of no zone, as newer clients store it beside the instant. */
    static PathToExtendedFieldType birthdayLocal() {
        return Paths.numbered("Address", 0x80DE, "SystemTime");
    }

    /** Likewise the wedding anniversary. */
    static PathToExtendedFieldType weddingAnniversaryLocal() {
        return Paths.numbered("Address", 0x80DF, "SystemTime");
    }

    private static List<Field<Contact, ContactItemType>> fields() {
        List<Field<Contact, ContactItemType>> fields = new ArrayList<>();
        fields.add(CommonFields.sensitivity(Contact::sensitivity));
        fields.add(CommonFields.body(Contact::notes));
        fields.add(CommonFields.categories(Contact::categories));
        fields.add(CommonFields.syncKey(Contact::syncKey));
        fields.add(text("FileAs", Contact::fileAs, ContactItemType::setFileAs));
        fields.add(text("DisplayName", Contact::displayName, ContactItemType::setDisplayName));
        fields.add(CommonFields.extended(ContactMapper::title, Contact::namePrefix));
        fields.add(text("GivenName", Contact::givenName, ContactItemType::setGivenName));
        fields.add(text("Initials", Contact::initials, ContactItemType::setInitials));
        fields.add(text("MiddleName", Contact::middleName, ContactItemType::setMiddleName));
        fields.add(text("Nickname", Contact::nickname, ContactItemType::setNickname));
        fields.add(text("CompanyName", Contact::companyName, ContactItemType::setCompanyName));
        fields.addAll(ContactSlots.emailAddresses());
        fields.addAll(ContactSlots.postalAddresses());
        fields.addAll(ContactSlots.phones());
        fields.add(text("AssistantName", Contact::assistantName, ContactItemType::setAssistantName));
        fields.add(day("Birthday", Contact::birthday, ContactItemType::setBirthday));
        fields.add(text("BusinessHomePage", Contact::businessHomePage, ContactItemType::setBusinessHomePage));
        fields.add(Field.of(
                "contacts:Children",
                contact -> CommonFields.emptyToNull(contact.children()),
                CommonFields::array,
                ContactItemType::setChildren));
        fields.add(text("Department", Contact::department, ContactItemType::setDepartment));
        fields.add(text("Generation", Contact::suffix, ContactItemType::setGeneration));
        fields.addAll(ContactSlots.imAddresses());
        fields.add(text("JobTitle", Contact::jobTitle, ContactItemType::setJobTitle));
        fields.add(text("Manager", Contact::manager, ContactItemType::setManager));
        fields.add(text("OfficeLocation", Contact::officeLocation, ContactItemType::setOfficeLocation));
        fields.add(Field.<Contact, ContactItemType, String>of(
                        "contacts:PostalAddressIndex",
                        contact -> contact.mailingAddress() == null
                                ? "None"
                                : MAILING_ADDRESS.write(contact.mailingAddress()),
                        ContactItemType::setPostalAddressIndex)
                .required());
        fields.add(text("Profession", Contact::profession, ContactItemType::setProfession));
        fields.add(text("SpouseName", Contact::spouseName, ContactItemType::setSpouseName));
        fields.add(text("Surname", Contact::surname, ContactItemType::setSurname));
        fields.add(day("WeddingAnniversary", Contact::weddingAnniversary, ContactItemType::setWeddingAnniversary));
        return fields;
    }

    private static Field<Contact, ContactItemType> text(
            String name, Function<Contact, String> value, Field.Setter<ContactItemType, String> setter) {
        return Field.of("contacts:" + name, contact -> MailAddresses.blankToNull(value.apply(contact)), setter);
    }

    private static Field<Contact, ContactItemType> day(
            String name, Function<Contact, LocalDate> value, Field.Setter<ContactItemType, String> setter) {
        return Field.<Contact, ContactItemType, LocalDate, String>of(
                "contacts:" + name, value, WireTimes::text, setter);
    }

    // ---- reading ----

    static Contact read(ContactItemType item, List<Attachment> attachments) {
        CompleteNameType name = item.getCompleteName() == null ? new CompleteNameType() : item.getCompleteName();
        return new Contact(
                first(item.getDisplayName(), name.getFullName()),
                first(item.getFileAs()),
                first(Paths.value(item, title()), name.getTitle()),
                first(item.getGivenName(), name.getFirstName()),
                first(item.getMiddleName(), name.getMiddleName()),
                first(item.getSurname(), name.getLastName()),
                first(item.getGeneration(), name.getSuffix()),
                first(item.getInitials(), name.getInitials()),
                first(item.getNickname(), name.getNickname()),
                first(item.getCompanyName()),
                first(item.getDepartment()),
                first(item.getJobTitle()),
                first(item.getProfession()),
                first(item.getManager()),
                first(item.getAssistantName()),
                first(item.getOfficeLocation()),
                first(item.getSpouseName()),
                CommonFields.strings(item.getChildren()),
                emailAddresses(item),
                phones(item),
                addresses(item),
                MAILING_ADDRESS.read(item.getPostalAddressIndex()),
                imAddresses(item),
                first(item.getBusinessHomePage()),
                day(Paths.value(item, birthdayLocal()), item.getBirthday()),
                day(Paths.value(item, weddingAnniversaryLocal()), item.getWeddingAnniversary()),
                CommonFields.body(item),
                CommonFields.sensitivity(item),
                CommonFields.strings(item.getCategories()),
                attachments,
                Paths.syncKeyOf(item));
    }

    private static String first(String... texts) {
        for (String text : texts) {
            if (text != null && !text.isBlank()) {
                return text;
            }
        }
        return null;
    }

    private static LocalDate day(String local, String instant) {
        LocalDate day = WireTimes.date(local);
        return day != null ? day : WireTimes.day(instant);
    }

    private static List<EmailAddress> emailAddresses(ContactItemType item) {
        List<EmailAddress> all = new ArrayList<>();
        if (item.getEmailAddresses() != null) {
            List<EmailAddressDictionaryEntryType> entries =
                    new ArrayList<>(item.getEmailAddresses().getEntry());
            entries.sort(Comparator.comparing(entry -> String.valueOf(entry.getKey())));
            for (EmailAddressDictionaryEntryType entry : entries) {
                EmailAddress address = MailAddresses.of(entry.getName(), entry.getValue(), entry.getRoutingType());
                if (address != null) {
                    all.add(address);
                }
            }
        }
        return all;
    }

    private static Map<PhoneSlot, String> phones(ContactItemType item) {
        Map<PhoneSlot, String> phones = new EnumMap<>(PhoneSlot.class);
        if (item.getPhoneNumbers() != null) {
            for (PhoneNumberDictionaryEntryType entry : item.getPhoneNumbers().getEntry()) {
                PhoneSlot slot = ContactSlots.PHONES.read(entry.getKey());
                String number = first(entry.getValue());
                if (slot != null && number != null) {
                    phones.put(slot, number);
                }
            }
        }
        return phones;
    }

    private static Map<AddressSlot, PostalAddress> addresses(ContactItemType item) {
        Map<AddressSlot, PostalAddress> addresses = new EnumMap<>(AddressSlot.class);
        if (item.getPhysicalAddresses() != null) {
            for (PhysicalAddressDictionaryEntryType entry :
                    item.getPhysicalAddresses().getEntry()) {
                AddressSlot slot = MAILING_ADDRESS.read(entry.getKey());
                PostalAddress address = new PostalAddress(
                        first(entry.getStreet()),
                        first(entry.getCity()),
                        first(entry.getState()),
                        first(entry.getPostalCode()),
                        first(entry.getCountryOrRegion()));
                if (slot != null && !address.equals(ContactSlots.NOWHERE)) {
                    addresses.put(slot, address);
                }
            }
        }
        return addresses;
    }

    private static List<String> imAddresses(ContactItemType item) {
        return item.getImAddresses() == null
                ? List.of()
                : item.getImAddresses().getEntry().stream()
                        .map(ImAddressDictionaryEntryType::getValue)
                        .map(ContactMapper::first)
                        .filter(address -> address != null)
                        .toList();
    }

    // ---- writing ----

    static ContactItemType create(Contact contact) throws UnmappableItemException {
        check(contact);
        return FIELDS.create(contact);
    }

    static List<ItemChangeDescriptionType> updates(Contact wanted, Contact current) throws UnmappableItemException {
        check(wanted);
        return FIELDS.updates(wanted, current);
    }

    private static void check(Contact contact) throws UnmappableItemException {
        int most = ContactSlots.PLACES;
        if (contact.emailAddresses().size() > most || contact.imAddresses().size() > most) {
            throw new UnmappableItemException(
                    UnmappableItemException.TOO_MANY,
                    "The contact '" + contact.title() + "' has "
                            + contact.emailAddresses().size()
                            + " email and " + contact.imAddresses().size()
                            + " instant messaging addresses; EWS has room for "
                            + most + " of each. Take some away.");
        }
    }
}
