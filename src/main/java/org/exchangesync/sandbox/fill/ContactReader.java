package org.exchangesync.sandbox.fill;

import ezvcard.Ezvcard;
import ezvcard.VCard;
import ezvcard.parameter.AddressType;
import ezvcard.parameter.TelephoneType;
import ezvcard.property.Address;
import ezvcard.property.DateOrTimeProperty;
import ezvcard.property.Email;
import ezvcard.property.Impp;
import ezvcard.property.StructuredName;
import ezvcard.property.Telephone;
import ezvcard.property.TextProperty;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.Blob;
import org.exchangesync.sandbox.store.Damage;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.StoredAttachment;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Makes contacts of vCards. What a contact of EWS has no room for (a fourth address, a second note) goes into its notes, so
 * that nothing of a card is lost without a word.
 */
final class ContactReader {
    private static final List<String> EMAILS = List.of("EmailAddress1", "EmailAddress2", "EmailAddress3");
    private static final List<String> IMS = List.of("ImAddress1", "ImAddress2", "ImAddress3");

    private final String name;
    private final List<String> overflow = new ArrayList<>();

    private ContactReader(String name) {
        this.name = name;
    }

    /** The contacts of a file; one without any card is one damaged item. */
    static List<ItemContent> read(String name, byte[] bytes) {
        List<ItemContent> found = new ArrayList<>();
        for (VCard card : Ezvcard.parse(text(bytes)).all()) {
            found.add(
                    card.getProperties().isEmpty()
                            ? damaged(name, "it is an empty card")
                            : new ContactReader(name).read(card));
        }
        return found.isEmpty() ? List.of(damaged(name, "it has no vCard")) : found;
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, Charset.forName("windows-1252"));
        }
    }

    private static ItemContent damaged(String name, String why) {
        Values values = Values.build()
                .put("item:Subject", name)
                .put("contacts:DisplayName", name)
                .done();
        return ItemContent.of(ItemType.CONTACT, values)
                .withDamage(new Damage("ErrorItemCorrupt", "The contact of " + name + " cannot be read: " + why + "."));
    }

    private ItemContent read(VCard card) {
        Values.Builder values = Values.build();
        names(card, values);
        organization(card, values);
        dictionary(values, "contacts:EmailAddresses", "EmailAddresses", emails(card));
        addresses(card, values);
        phones(card, values);
        date(card.getBirthday()).ifPresent(d -> values.put("contacts:Birthday", d));
        date(card.getAnniversary()).ifPresent(d -> values.put("contacts:WeddingAnniversary", d));
        card.getUrls().stream().findFirst().ifPresent(u -> values.put("contacts:BusinessHomePage", u.getValue()));
        card.getUrls().stream().skip(1).forEach(u -> overflow.add("URL: " + u.getValue()));
        dictionary(values, "contacts:ImAddresses", "ImAddresses", ims(card));
        extended(card, "X-SPOUSE")
                .or(() -> extended(card, "X-EVOLUTION-SPOUSE"))
                .ifPresent(v -> values.put("contacts:SpouseName", v));
        extended(card, "X-MANAGER")
                .or(() -> extended(card, "X-EVOLUTION-MANAGER"))
                .ifPresent(v -> values.put("contacts:Manager", v));
        extended(card, "X-ASSISTANT")
                .or(() -> extended(card, "X-EVOLUTION-ASSISTANT"))
                .ifPresent(v -> values.put("contacts:AssistantName", v));
        categories(card, values);
        notes(card, values);
        return ItemContent.of(ItemType.CONTACT, values.done()).withAttachments(photo(card));
    }

    private void names(VCard card, Values.Builder values) {
        StructuredName structured = card.getStructuredName();
        String full = Optional.ofNullable(card.getFormattedName())
                .map(TextProperty::getValue)
                .orElse("");
        if (structured != null) {
            put(values, "contacts:GivenName", structured.getGiven());
            put(values, "contacts:Surname", structured.getFamily());
            put(values, "contacts:MiddleName", String.join(" ", structured.getAdditionalNames()));
            put(values, "contacts:Generation", String.join(" ", structured.getSuffixes()));
            if (!structured.getPrefixes().isEmpty()) {
                overflow.add("Title: " + String.join(" ", structured.getPrefixes()));
            }
            if (full.isBlank()) {
                full = List.of(
                                Optional.ofNullable(structured.getGiven()).orElse(""),
                                Optional.ofNullable(structured.getFamily()).orElse(""))
                        .stream()
                        .filter(s -> !s.isBlank())
                        .collect(Collectors.joining(" "));
            }
        }
        String shown = full.isBlank() ? name : full;
        values.put("item:Subject", shown);
        values.put("contacts:DisplayName", shown);
        String family = structured == null ? null : structured.getFamily();
        String given = structured == null ? null : structured.getGiven();
        values.put("contacts:FileAs", family == null || given == null ? shown : family + ", " + given);
        Optional.ofNullable(card.getNickname())
                .ifPresent(n -> put(values, "contacts:Nickname", String.join(", ", n.getValues())));
    }

    private void organization(VCard card, Values.Builder values) {
        if (card.getOrganization() != null) {
            List<String> units = card.getOrganization().getValues();
            units.stream().findFirst().ifPresent(u -> put(values, "contacts:CompanyName", u));
            put(values, "contacts:Department", units.stream().skip(1).collect(Collectors.joining(", ")));
        }
        card.getTitles().stream().findFirst().ifPresent(t -> put(values, "contacts:JobTitle", t.getValue()));
        card.getRoles().stream().findFirst().ifPresent(r -> put(values, "contacts:Profession", r.getValue()));
    }

    private Map<String, String> emails(VCard card) {
        Map<String, String> found = new LinkedHashMap<>();
        for (Email email : card.getEmails()) {
            keep(found, EMAILS, email.getValue(), "E-mail");
        }
        return found;
    }

    private Map<String, String> ims(VCard card) {
        Map<String, String> found = new LinkedHashMap<>();
        for (Impp impp : card.getImpps()) {
            keep(found, IMS, String.valueOf(impp.getUri()), "IM");
        }
        return found;
    }

    /** Puts a value under the first key that is free, else into the notes. */
    private void keep(Map<String, String> found, List<String> keys, String value, String label) {
        keys.stream()
                .filter(k -> !found.containsKey(k))
                .findFirst()
                .ifPresentOrElse(k -> found.put(k, value), () -> overflow.add(label + ": " + value));
    }

    private void phones(VCard card, Values.Builder values) {
        Map<String, String> found = new LinkedHashMap<>();
        for (Telephone phone : card.getTelephoneNumbers()) {
            String number = phone.getText() != null
                    ? phone.getText()
                    : phone.getUri() == null ? "" : phone.getUri().getNumber();
            keep(found, phoneKeys(phone.getTypes()), number, "Phone");
        }
        dictionary(values, "contacts:PhoneNumbers", "PhoneNumbers", found);
    }

    private static List<String> phoneKeys(List<TelephoneType> types) {
        boolean work = types.contains(TelephoneType.WORK);
        if (types.contains(TelephoneType.FAX)) {
            return types.contains(TelephoneType.HOME)
                    ? List.of("HomeFax", "OtherFax")
                    : work ? List.of("BusinessFax", "OtherFax") : List.of("OtherFax", "BusinessFax");
        }
        if (types.contains(TelephoneType.CELL)) {
            return List.of("MobilePhone", "OtherTelephone", "RadioPhone");
        }
        if (types.contains(TelephoneType.PAGER)) {
            return List.of("Pager", "OtherTelephone");
        }
        if (types.contains(TelephoneType.CAR)) {
            return List.of("CarPhone", "OtherTelephone");
        }
        if (types.contains(TelephoneType.ISDN)) {
            return List.of("Isdn", "OtherTelephone");
        }
        if (work) {
            return List.of("BusinessPhone", "BusinessPhone2", "CompanyMainPhone", "OtherTelephone");
        }
        if (types.contains(TelephoneType.HOME)) {
            return List.of("HomePhone", "HomePhone2", "OtherTelephone");
        }
        return types.contains(TelephoneType.PREF)
                ? List.of("PrimaryPhone", "OtherTelephone")
                : List.of("OtherTelephone", "PrimaryPhone", "Callback", "RadioPhone");
    }

    private void addresses(VCard card, Values.Builder values) {
        Map<String, Xml> found = new LinkedHashMap<>();
        for (Address address : card.getAddresses()) {
            List<String> keys = address.getTypes().contains(AddressType.WORK)
                    ? List.of("Business", "Other")
                    : address.getTypes().contains(AddressType.HOME)
                            ? List.of("Home", "Other")
                            : List.of("Other", "Home", "Business");
            Optional<String> key =
                    keys.stream().filter(k -> !found.containsKey(k)).findFirst();
            if (key.isPresent()) {
                found.put(key.get(), entry(key.get(), address));
            } else {
                overflow.add("Address: "
                        + String.join(", ", address.getStreetAddressFull(), String.valueOf(address.getLocality())));
            }
        }
        if (!found.isEmpty()) {
            values.put("contacts:PhysicalAddresses", Xml.t("PhysicalAddresses", List.copyOf(found.values())));
        }
    }

    private static Xml entry(String key, Address address) {
        List<Xml> lines = new ArrayList<>();
        String street = java.util.stream.Stream.of(
                        address.getPoBox(), address.getExtendedAddressFull(), address.getStreetAddressFull())
                .filter(s -> s != null && !s.isBlank())
                .collect(Collectors.joining("\r\n"));
        line(lines, "Street", street);
        line(lines, "City", address.getLocality());
        line(lines, "State", address.getRegion());
        line(lines, "CountryOrRegion", address.getCountry());
        line(lines, "PostalCode", address.getPostalCode());
        return Xml.t("Entry", lines).with("Key", key);
    }

    private static void line(List<Xml> lines, String element, String text) {
        if (text != null && !text.isBlank()) {
            lines.add(Xml.t(element, text));
        }
    }

    private static void dictionary(Values.Builder values, String uri, String element, Map<String, String> entries) {
        List<Xml> found = entries.entrySet().stream()
                .map(e -> Xml.t("Entry", e.getValue()).with("Key", e.getKey()))
                .toList();
        if (!found.isEmpty()) {
            values.put(uri, Xml.t(element, found));
        }
    }

    private Optional<Instant> date(DateOrTimeProperty property) {
        if (property == null) {
            return Optional.empty();
        }
        if (property.getDate() != null && property.getDate().isSupported(ChronoField.EPOCH_DAY)) {
            return Optional.of(LocalDate.from(property.getDate())
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant());
        }
        overflow.add(property.getClass().getSimpleName() + ": "
                + (property.getText() != null ? property.getText() : property.getPartialDate()));
        return Optional.empty();
    }

    private static Optional<String> extended(VCard card, String property) {
        return Optional.ofNullable(card.getExtendedProperty(property))
                .map(p -> p.getValue())
                .filter(v -> !v.isBlank());
    }

    private static void categories(VCard card, Values.Builder values) {
        Set<String> names = card.getCategoriesList().stream()
                .flatMap(c -> c.getValues().stream())
                .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
        if (!names.isEmpty()) {
            values.put(
                    "item:Categories",
                    Xml.t(
                            "Categories",
                            names.stream().map(n -> Xml.t("String", n)).toList()));
        }
    }

    private void notes(VCard card, Values.Builder values) {
        List<String> texts = new ArrayList<>(
                card.getNotes().stream().map(TextProperty::getValue).toList());
        texts.addAll(overflow);
        if (!texts.isEmpty()) {
            values.put("item:Body", Xml.t("Body", String.join("\r\n", texts)).with("BodyType", "Text"));
        }
    }

    private static List<StoredAttachment> photo(VCard card) {
        return card.getPhotos().stream()
                .filter(p -> p.getData() != null && p.getData().length > 0)
                .limit(1)
                .map(p -> new StoredAttachment(
                        1,
                        "ContactPicture.jpg",
                        "image/jpeg",
                        null,
                        null,
                        false,
                        Instant.EPOCH,
                        Blob.of(p.getData()),
                        null))
                .toList();
    }

    private static void put(Values.Builder values, String uri, String text) {
        if (text != null && !text.isBlank()) {
            values.put(uri, text);
        }
    }
}
