package org.exchangesync.item;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A person or company in a contacts folder. Any text may be null.
 *
 * @param displayName the full name as shown
 * @param fileAs the name to sort by
 * @param namePrefix what stands before the name, such as {@code Dr.}; EWS calls it Title
 * @param emailAddresses in the order of the slots, at most three over EWS
 * @param phones by slot
 * @param addresses by slot
 * @param mailingAddress which of the addresses is used for mail, or null
 * @param imAddresses instant messaging addresses
 * @param children names
 * @param syncKey see {@link Item#syncKey()}
 */
public record Contact(
        String displayName,
        String fileAs,
        String namePrefix,
        String givenName,
        String middleName,
        String surname,
        String suffix,
        String initials,
        String nickname,
        String companyName,
        String department,
        String jobTitle,
        String profession,
        String manager,
        String assistantName,
        String officeLocation,
        String spouseName,
        List<String> children,
        List<EmailAddress> emailAddresses,
        Map<PhoneSlot, String> phones,
        Map<AddressSlot, PostalAddress> addresses,
        AddressSlot mailingAddress,
        List<String> imAddresses,
        String businessHomePage,
        LocalDate birthday,
        LocalDate weddingAnniversary,
        Body notes,
        Sensitivity sensitivity,
        List<String> categories,
        List<Attachment> attachments,
        String syncKey)
        implements Item {
    public Contact {
        children = List.copyOf(children);
        emailAddresses = List.copyOf(emailAddresses);
        phones = Map.copyOf(phones);
        addresses = Map.copyOf(addresses);
        imAddresses = List.copyOf(imAddresses);
        Objects.requireNonNull(notes, "notes");
        Objects.requireNonNull(sensitivity, "sensitivity");
        categories = List.copyOf(categories);
        attachments = List.copyOf(attachments);
    }

    /**
     * Where a phone number belongs, in the words of EWS.
     *
     * @see <a href="https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/entry-phonenumber">
     *     Entry (PhoneNumber)</a>
     */
    public enum PhoneSlot {
        ASSISTANT_PHONE,
        BUSINESS_FAX,
        BUSINESS_PHONE,
        BUSINESS_PHONE_2,
        CALLBACK,
        CAR_PHONE,
        COMPANY_MAIN_PHONE,
        HOME_FAX,
        HOME_PHONE,
        HOME_PHONE_2,
        ISDN,
        MOBILE_PHONE,
        OTHER_FAX,
        OTHER_TELEPHONE,
        PAGER,
        PRIMARY_PHONE,
        RADIO_PHONE,
        TELEX,
        TTY_TDD_PHONE
    }

    /** Where a postal address belongs. */
    public enum AddressSlot {
        BUSINESS,
        HOME,
        OTHER
    }

    /** A postal address; any part may be null. */
    public record PostalAddress(String street, String city, String state, String postalCode, String country) {}

    @Override
    public ItemKind kind() {
        return ItemKind.CONTACT;
    }

    /** The display name, or what comes nearest. */
    @Override
    public String title() {
        return displayName != null ? displayName : fileAs != null ? fileAs : companyName;
    }
}
