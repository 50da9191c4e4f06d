package org.exchangesync.sandbox.fill;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.exchangesync.sandbox.SandboxContent;
import org.exchangesync.sandbox.SandboxServer;
import org.exchangesync.sandbox.item.ItemRules;
import org.exchangesync.sandbox.item.NewItems;
import org.exchangesync.sandbox.mime.MimeReader;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.Damage;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.MailStore;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.store.WellKnown;

/**
 * Two made-up companies with a few hundred items: a shipping agency in Hamburg and a trading house in Athens. The same
 * seed and day give the same items; dates lie around today. Four items are damaged and cannot be read, five messages are
 * broken but readable.
 */
public final class DemoData implements SandboxContent {
    /** The service account that may impersonate everybody in the demo. */
    public static final String SERVICE_ACCOUNT = "svc-sync@nordwind.example";
    /** The service account that may impersonate the people of the second company only. */
    public static final String LIMITED_SERVICE_ACCOUNT = "svc-crm@heliotrade.example";
    /** The password of every account of the demo. */
    public static final String PASSWORD = "sandbox";

    private static final int MAILS_PER_MAILBOX = 24;
    private static final int CONTACTS_PER_MAILBOX = 7;
    private static final List<DemoPerson> STAFF = List.of(
            new DemoPerson("anna.lindqvist@nordwind.example", "Anna Lindqvist", "de"),
            new DemoPerson("jonas.weber@nordwind.example", "Jonas Weber", "de"),
            new DemoPerson("emi.tanaka@nordwind.example", "Emi Tanaka", "ja"),
            new DemoPerson("sales@nordwind.example", "Nordwind Sales", "en"),
            new DemoPerson("eleni.papadaki@heliotrade.example", "Eleni Papadaki", "el"),
            new DemoPerson("omar.haddad@heliotrade.example", "Omar Haddad", "ar"),
            new DemoPerson("irina.volkova@heliotrade.example", "Irina Volkova", "ru"));

    private final long seed;

    /** @param seed another one gives other items */
    public DemoData(long seed) {
        this.seed = seed;
    }

    /** The addresses of the people of a company, {@code nordwind.example} or {@code heliotrade.example}. */
    public static List<String> mailboxes(String domain) {
        return STAFF.stream()
                .map(DemoPerson::address)
                .filter(a -> a.endsWith("@" + domain))
                .toList();
    }

    /** Adds the mailboxes and accounts of the two companies to a sandbox, empty. */
    public static SandboxServer.Builder accounts(SandboxServer.Builder builder) {
        STAFF.forEach(p -> builder.mailbox(p.address(), p.name(), PASSWORD));
        return builder.serviceAccount(SERVICE_ACCOUNT, PASSWORD)
                .serviceAccount(LIMITED_SERVICE_ACCOUNT, PASSWORD, mailboxes("heliotrade.example"));
    }

    @Override
    public void fill(MailStore store) throws IOException {
        Random random = new Random(seed);
        Instant now = store.clock().instant().truncatedTo(ChronoUnit.DAYS);
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<DemoMessages.Delivery> mail =
                new java.util.ArrayList<>(new DemoMessages(random, now, STAFF).all(MAILS_PER_MAILBOX));
        mail.sort(Comparator.comparing(DemoMessages.Delivery::received));
        for (DemoMessages.Delivery delivery : mail) {
            for (String address : delivery.mailboxes()) {
                deliver(store, address, delivery, now);
            }
        }
        for (DemoCalendar.Entry entry : new DemoCalendar(random, today, STAFF).all()) {
            add(mailbox(store, entry.mailbox()), entry.content(), now);
        }
        for (DemoPerson person : STAFF) {
            Mailbox mailbox = mailbox(store, person.address());
            new DemoContacts(random, today).some(CONTACTS_PER_MAILBOX).forEach(c -> add(mailbox, c, now));
            new DemoTasks(random, today).some(person).forEach(t -> add(mailbox, t, now));
        }
        damaged(store, now);
    }

    private static void deliver(MailStore store, String address, DemoMessages.Delivery delivery, Instant now)
            throws IOException {
        Mailbox mailbox = mailbox(store, address);
        ItemContent content = MimeReader.read(store.blobs().keep(delivery.bytes()));
        StoredItem item =
                mailbox.add(mailbox.folder(WellKnown.INBOX), NewItems.received(content, mailbox, delivery.received()));
        if (delivery.received().isBefore(now.minus(7, ChronoUnit.DAYS))) {
            mailbox.markRead(item.number(), true);
        }
    }

    private static void add(Mailbox mailbox, ItemContent content, Instant now) {
        Instant created = now.minus(3, ChronoUnit.DAYS);
        mailbox.add(
                mailbox.folder(ItemRules.defaultFolder(content.type())),
                NewItems.created(content, mailbox.displayName(), created));
    }

    /** One item of each kind that is listed and cannot be read. */
    private static void damaged(MailStore store, Instant now) {
        for (ItemType type : List.of(ItemType.MESSAGE, ItemType.CALENDAR_ITEM, ItemType.CONTACT, ItemType.TASK)) {
            Mailbox mailbox =
                    mailbox(store, STAFF.get(type.ordinal() % STAFF.size()).address());
            Values values = Values.build()
                    .put("item:Subject", "Damaged " + type.element())
                    .done();
            String code = type == ItemType.MESSAGE ? "ErrorContentConversionFailed" : "ErrorItemCorrupt";
            ItemContent content = ItemContent.of(type, values)
                    .withDamage(
                            new Damage(code, "The demo's damaged " + type.element() + " cannot be read, on purpose."));
            if (type == ItemType.MESSAGE) {
                mailbox.add(mailbox.folder(WellKnown.INBOX), NewItems.received(content, mailbox, now));
            } else {
                add(mailbox, content, now);
            }
        }
    }

    private static Mailbox mailbox(MailStore store, String address) {
        return store.byPrimaryAddress(address)
                .orElseThrow(() -> new IllegalStateException(
                        "the demo data need the mailbox " + address + "; add DemoData.accounts to the sandbox"));
    }
}
