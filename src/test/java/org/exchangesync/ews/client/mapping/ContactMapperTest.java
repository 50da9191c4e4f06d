package org.exchangesync.ews.client.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.exchangesync.ews.client.types.CompleteNameType;
import org.exchangesync.ews.client.types.ContactItemType;
import org.exchangesync.ews.client.types.DeleteItemFieldType;
import org.exchangesync.ews.client.types.ItemChangeDescriptionType;
import org.exchangesync.ews.client.types.PhoneNumberDictionaryEntryType;
import org.exchangesync.ews.client.types.PhoneNumberDictionaryType;
import org.exchangesync.item.Body;
import org.exchangesync.item.Contact;
import org.exchangesync.item.Contact.AddressSlot;
import org.exchangesync.item.Contact.PhoneSlot;
import org.exchangesync.item.Contact.PostalAddress;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Samples;
import org.exchangesync.item.Sensitivity;
import org.junit.jupiter.api.Test;

class ContactMapperTest {

    @Test
    void aContactWithEverythingIsWrittenAndReadBack() throws Exception {
        Contact contact = full("12345", "Main St 1");

        assertThat(ContactMapper.read(Wire.sent(ContactMapper.create(contact)), List.of()))
                .isEqualTo(contact);
    }

    @Test
    void aContactWithNothingInItIsWrittenAndReadBack() throws Exception {
        Contact contact = empty();

        assertThat(ContactMapper.read(Wire.sent(ContactMapper.create(contact)), List.of()))
                .isEqualTo(contact);
    }

    @Test
    void partsOfTheNameAreTakenFromTheCompleteNameWhereTheyStandOnlyThere() {
        ContactItemType item = new ContactItemType();
        CompleteNameType name = new CompleteNameType();
        name.setTitle("Dr.");
        name.setFirstName("Anna");
        name.setMiddleName("B.");
        name.setLastName("Lind");
        name.setSuffix("Jr.");
        name.setFullName("Dr. Anna B. Lind Jr.");
        item.setCompleteName(name);

        Contact read = ContactMapper.read(item, List.of());

        assertThat(List.of(read.namePrefix(), read.givenName(), read.middleName(), read.surname(), read.suffix()))
                .containsExactly("Dr.", "Anna", "B.", "Lind", "Jr.");
        assertThat(read.displayName()).isEqualTo("Dr. Anna B. Lind Jr.");
    }

    @Test
    void theBirthdayWithoutZoneCountsMoreThanTheInstant() {
        ContactItemType item = new ContactItemType();
        item.setBirthday("1980-04-30T10:00:00Z");
        Paths.set(item, ContactMapper.birthdayLocal(), "1980-05-01T00:00:00Z");
        assertThat(ContactMapper.read(item, List.of()).birthday()).isEqualTo(LocalDate.of(1980, 5, 1));
    }

    @Test
    void slotsThatNobodyKnowsAndEmptyOnesAreSkipped() {
        ContactItemType item = new ContactItemType();
        item.setPhoneNumbers(new PhoneNumberDictionaryType());
        item.getPhoneNumbers().getEntry().add(phone("Holophone", "1"));
        item.getPhoneNumbers().getEntry().add(phone(null, "2"));
        item.getPhoneNumbers().getEntry().add(phone("HomePhone", " "));
        item.getPhoneNumbers().getEntry().add(phone("TtyTddPhone", "4"));

        assertThat(ContactMapper.read(item, List.of()).phones()).isEqualTo(Map.of(PhoneSlot.TTY_TDD_PHONE, "4"));
    }

    @Test
    void entriesOfSlotsAreUpdatedOneByOne() throws Exception {
        Contact current = full("12345", "Main St 1");
        Contact wanted = full("67890", null);

        List<ItemChangeDescriptionType> changes = Wire.sent(ContactMapper.updates(wanted, current));

        assertThat(changes.stream()
                        .map(change -> (change instanceof DeleteItemFieldType ? "delete " : "set ")
                                + Paths.describe(change.getPath())))
                .containsExactlyInAnyOrder(
                        "delete contacts:PhysicalAddress:Street[Business]", "set contacts:PhoneNumber[MobilePhone]");
    }

    @Test
    void everyPropertyCanBeTakenAway() throws Exception {
        List<ItemChangeDescriptionType> changes = Wire.sent(ContactMapper.updates(empty(), full("1", "Main St 1")));

        assertThat(changes).filteredOn(DeleteItemFieldType.class::isInstance).hasSizeGreaterThan(50);
        assertThat(changes)
                .filteredOn(change -> !(change instanceof DeleteItemFieldType))
                .extracting(change -> Paths.describe(change.getPath()))
                .containsExactlyInAnyOrder("item:Sensitivity", "contacts:PostalAddressIndex");
    }

    @Test
    void moreAddressesThanEwsHasRoomForAreAFault() {
        Contact contact = Samples.contact("Anna", null);
        EmailAddress address = new EmailAddress(null, "a@example.org");
        Contact crowded = new Contact(
                contact.displayName(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(address, address, address, address),
                Map.of(),
                Map.of(),
                null,
                List.of(),
                null,
                null,
                null,
                Body.EMPTY,
                Sensitivity.NORMAL,
                List.of(),
                List.of(),
                null);

        assertThatThrownBy(() -> ContactMapper.create(crowded))
                .isInstanceOf(UnmappableItemException.class)
                .hasMessageContaining("has 4 email");
    }

    private static PhoneNumberDictionaryEntryType phone(String key, String number) {
        PhoneNumberDictionaryEntryType entry = new PhoneNumberDictionaryEntryType();
        entry.setKey(key);
        entry.setValue(number);
        return entry;
    }

    private static Contact empty() {
        return new Contact(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                null,
                List.of(),
                null,
                null,
                null,
                Body.EMPTY,
                Sensitivity.NORMAL,
                List.of(),
                List.of(),
                null);
    }

    private static Contact full(String mobile, String street) {
        Map<PhoneSlot, String> phones = new EnumMap<>(PhoneSlot.class);
        for (PhoneSlot slot : PhoneSlot.values()) {
            phones.put(slot, "+49 30 " + slot.ordinal());
        }
        phones.put(PhoneSlot.MOBILE_PHONE, mobile);
        return new Contact(
                "Dr. Anna Lind",
                "Lind, Anna",
                "Dr.",
                "Anna",
                "B.",
                "Lind",
                "MD",
                "A.B.L.",
                "Annie",
                "Lind & Partner",
                "Sales",
                "Head of Sales",
                "Physicist",
                "Bo Ek",
                "Eve",
                "3.14",
                "Carl",
                List.of("Dora", "Finn"),
                List.of(
                        new EmailAddress("Anna (work)", "anna@example.org"),
                        new EmailAddress(null, "lind@example.com"),
                        new EmailAddress(null, "a@example.net")),
                phones,
                Map.of(
                        AddressSlot.BUSINESS,
                        new PostalAddress(street, "Berlin", "BE", "10115", "Germany"),
                        AddressSlot.HOME,
                        new PostalAddress(null, "Umeå", null, null, "Sverige"),
                        AddressSlot.OTHER,
                        new PostalAddress("c/o Ek", null, null, "1", null)),
                AddressSlot.HOME,
                List.of("anna@chat.example", "annie"),
                "https://example.org/~anna",
                LocalDate.of(1980, 2, 29),
                LocalDate.of(2005, 6, 11),
                Body.ofText("Likes tea."),
                Sensitivity.PRIVATE,
                List.of("VIP"),
                List.of(),
                "record-2");
    }
}
