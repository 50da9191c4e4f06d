package org.exchangesync.sandbox.fill;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.Blob;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.StoredAttachment;
import org.exchangesync.sandbox.xml.Xml;

/** The contacts of the demo data; the first of each mailbox has every field there is. */
final class DemoContacts {
    private static final String[][] PEOPLE = {
        {"Heike", "Schlüter", "Werft Schlüter GmbH", "Hamburg", "Deutschland"},
        {"健", "佐藤", "港貿易株式会社", "横浜", "日本"},
        {"Νίκος", "Γεωργίου", "Ελαία Α.Ε.", "Πειραιάς", "Ελλάδα"},
        {"سالم", "الحربي", "نخيل للتمور", "جدة", "السعودية"},
        {"Мария", "Петрова", "Волга-Склад", "Самара", "Россия"},
        {"João", "Reis", "Porto Douro Lda", "Porto", "Portugal"},
        {"丽", "王", "江南茶业", "杭州", "中国"},
        {"Margaret", "Ives", "Ives & Daughters", "Bristol", "United Kingdom"},
        {"Kjell", "Holm", "Fjordline AB", "Göteborg", "Sverige"}
    };

    private final Random random;
    private final LocalDate today;

    DemoContacts(Random random, LocalDate today) {
        this.random = random;
        this.today = today;
    }

    List<ItemContent> some(int count) {
        List<ItemContent> contacts = new ArrayList<>();
        contacts.add(complete());
        int from = random.nextInt(PEOPLE.length);
        for (int i = 1; i < count; i++) {
            contacts.add(ItemContent.of(
                    ItemType.CONTACT, basic(PEOPLE[(from + i) % PEOPLE.length]).done()));
        }
        return contacts;
    }

    private Values.Builder basic(String[] person) {
        String shown = person[0] + " " + person[1];
        String mail = "contact" + random.nextInt(100_000) + "@customers.example";
        return Values.build()
                .put("item:Subject", shown)
                .put("contacts:FileAs", person[1] + ", " + person[0])
                .put("contacts:DisplayName", shown)
                .put("contacts:GivenName", person[0])
                .put("contacts:Surname", person[1])
                .put("contacts:CompanyName", person[2])
                .put("contacts:EmailAddresses", Xml.t("EmailAddresses", entry("EmailAddress1", mail)))
                .put("contacts:PhysicalAddresses", Xml.t("PhysicalAddresses", address("Business", person)))
                .put(
                        "contacts:PhoneNumbers",
                        Xml.t("PhoneNumbers", entry("BusinessPhone", phone()), entry("MobilePhone", phone())));
    }

    private ItemContent complete() {
        String[] person = PEOPLE[random.nextInt(PEOPLE.length)];
        Values.Builder values = basic(person);
        values.put("contacts:Initials", person[0].charAt(0) + "." + person[1].charAt(0) + ".")
                .put("contacts:MiddleName", "Maria")
                .put("contacts:Nickname", "Skipper")
                .put("contacts:Generation", "Jr.")
                .put("contacts:AssistantName", "Olga Brandt")
                .put("contacts:Birthday", day(today.minusYears(44)))
                .put("contacts:WeddingAnniversary", day(today.minusYears(12)))
                .put("contacts:BusinessHomePage", "https://customers.example/")
                .put("contacts:Department", "Einkauf")
                .put("contacts:JobTitle", "Leiterin Logistik")
                .put("contacts:Manager", "Dr. Vera Lind")
                .put("contacts:Mileage", "120 km")
                .put("contacts:OfficeLocation", "Haus 4, Zimmer 211")
                .put("contacts:PostalAddressIndex", "Business")
                .put("contacts:Profession", "Schiffbau")
                .put("contacts:SpouseName", "Toni")
                .put(
                        "item:Body",
                        Xml.t("Body", "Met at the harbour festival.\r\nDrinks tea only.")
                                .with("BodyType", "Text"))
                .put("item:Categories", Xml.t("Categories", Xml.t("String", "Key account"), Xml.t("String", "Norden")))
                .put("contacts:Children", Xml.t("Children", Xml.t("String", "Mia"), Xml.t("String", "Ole")))
                .put("contacts:Companies", Xml.t("Companies", Xml.t("String", person[2])))
                .put("contacts:ImAddresses", Xml.t("ImAddresses", entry("ImAddress1", "sip:skipper@customers.example")))
                .put(
                        "contacts:EmailAddresses",
                        Xml.t(
                                "EmailAddresses",
                                entry("EmailAddress1", "skipper@customers.example"),
                                entry("EmailAddress2", "private@home.example"),
                                entry("EmailAddress3", "boat@sea.example")))
                .put(
                        "contacts:PhoneNumbers",
                        Xml.t(
                                "PhoneNumbers",
                                entry("AssistantPhone", phone()),
                                entry("BusinessFax", phone()),
                                entry("BusinessPhone", phone()),
                                entry("BusinessPhone2", phone()),
                                entry("CarPhone", phone()),
                                entry("CompanyMainPhone", phone()),
                                entry("HomeFax", phone()),
                                entry("HomePhone", phone()),
                                entry("MobilePhone", phone()),
                                entry("OtherTelephone", phone()),
                                entry("Pager", phone())))
                .put(
                        "contacts:PhysicalAddresses",
                        Xml.t(
                                "PhysicalAddresses",
                                address("Business", person),
                                address("Home", person),
                                address("Other", person)));
        StoredAttachment photo = new StoredAttachment(
                1,
                "ContactPicture.jpg",
                "image/jpeg",
                null,
                null,
                false,
                Instant.EPOCH,
                Blob.of(DemoFiles.png(random)),
                null);
        return ItemContent.of(ItemType.CONTACT, values.done()).withAttachments(List.of(photo));
    }

    private Xml address(String key, String[] person) {
        return Xml.t(
                        "Entry",
                        Xml.t("Street", "Kai " + (1 + random.nextInt(99))),
                        Xml.t("City", person[3]),
                        Xml.t("CountryOrRegion", person[4]),
                        Xml.t("PostalCode", String.valueOf(10_000 + random.nextInt(89_999))))
                .with("Key", key);
    }

    private String phone() {
        return "+49 40 " + (100_000 + random.nextInt(899_999));
    }

    private static Xml entry(String key, String value) {
        return Xml.t("Entry", value).with("Key", key);
    }

    private static Instant day(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
