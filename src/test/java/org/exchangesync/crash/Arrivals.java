package org.exchangesync.crash;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.exchangesync.crash.TestMailbox.Id;
import org.exchangesync.item.ItemKind;

/** What comes into the mailboxes: items of all kinds, some twice, some poisoned. Seeded; used by one thread at a time. */
final class Arrivals {
    private static final int BATCH = 20;
    private static final int LARGE = 5;
    private static final int LARGE_BYTES = 2 << 20;

    private final Map<String, TestMailbox> mailboxes;
    private final List<String> people;
    private final Set<String> spared;
    private final List<Planted> planted;
    private final Random random;
    private final Items items;
    private final List<Draft> drafts = new ArrayList<>();
    private int number;

    /**
     * @param mailboxes by address
     * @param spared mailboxes that get no poisoned mail by chance
     * @param planted the list of everything, which grows
     */
    Arrivals(Map<String, TestMailbox> mailboxes, Set<String> spared, List<Planted> planted, long seed) {
        this.mailboxes = mailboxes;
        this.people = List.copyOf(mailboxes.keySet());
        this.spared = spared;
        this.planted = planted;
        this.random = new Random(seed);
        this.items = new Items(seed);
    }

    /** An item that is about to be put in. */
    private record Draft(Planted item, String element) {}

    /** Puts in about so many new items of all kinds, in all mailboxes. */
    void some(int count) {
        int enough = planted.size() + count;
        while (planted.size() + drafts.size() < enough) {
            draft();
        }
        deliver();
    }

    private void draft() {
        String mark = mark();
        String someone = someone();
        int dice = random.nextInt(100);
        if (dice < 60) {
            draftMail(mark, someone, dice);
        } else if (Office.MAIL_ONLY.contains(someone)) {
            draftMail(mark, someone, 50);
        } else if (dice < 75) {
            draftAppointment(mark, someone);
        } else {
            ItemKind kind = dice < 88 ? ItemKind.CONTACT : ItemKind.TASK;
            String element = kind == ItemKind.CONTACT ? items.contact(mark) : items.task(mark);
            int copies = random.nextInt(20) == 0 ? 2 : 1; // now and then the same twice, by mistake
            for (int i = 0; i < copies; i++) {
                drafts.add(new Draft(new Planted(kind, someone, mark, false, null, false), element));
            }
        }
    }

    private void draftMail(String mark, String someone, int dice) {
        if (dice < 3 && !spared.contains(someone)) {
            poison(mark, someone);
            return;
        }
        String messageId = dice == 3 ? null : dice == 4 ? "<reused@example.net>" : "<" + mark + "@example.net>";
        byte[] mime = items.mail(mark, messageId);
        draftMail(mark, someone, mime);
        if (dice >= 5 && dice < 15) {
            draftMail(mark, someone(), mime); // the same mail to somebody else, or to the same person again
        }
    }

    private void draftMail(String mark, String someone, byte[] mime) {
        drafts.add(new Draft(
                new Planted(ItemKind.EMAIL, someone, mark, false, Items.sha256(mime), false),
                Items.mailElement(mark, mime)));
    }

    private void poison(String mark, String someone) {
        byte[] bytes = items.poison(mark);
        drafts.add(new Draft(
                new Planted(ItemKind.EMAIL, someone, mark, true, Items.sha256(bytes), false),
                Items.mailElement(mark, bytes)));
    }

    private void draftAppointment(String mark, String someone) {
        boolean series = random.nextInt(5) == 0;
        String element = items.appointment(mark, series);
        drafts.add(new Draft(new Planted(ItemKind.APPOINTMENT, someone, mark, false, null, series), element));
        String other = someone();
        if (random.nextInt(10) == 0 && !other.equals(someone) && !Office.MAIL_ONLY.contains(other)) {
            drafts.add(new Draft(new Planted(ItemKind.APPOINTMENT, other, mark, false, null, series), element));
        }
    }

    /** Puts one item of each kind, a poisoned mail and a mail to be deleted in, so that every step has something to do. */
    void oneOfEach(String mailbox) {
        poison(mark(), mailbox);
        for (String someone :
                List.of(mailbox, people.contains(Office.DELETING.get(0)) ? Office.DELETING.get(0) : mailbox)) {
            String mark = mark();
            draftMail(mark, someone, items.mail(mark, "<" + mark + "@example.net>"));
        }
        if (!Office.MAIL_ONLY.contains(mailbox)) {
            draftAppointment(mark(), mailbox);
            String contact = mark();
            drafts.add(new Draft(
                    new Planted(ItemKind.CONTACT, mailbox, contact, false, null, false), items.contact(contact)));
            String task = mark();
            drafts.add(new Draft(new Planted(ItemKind.TASK, mailbox, task, false, null, false), items.task(task)));
        }
        deliver();
    }

    /** Puts so much mail into one mailbox that its contents are stored ahead of their page. */
    void large(String mailbox) {
        for (int i = 0; i < LARGE; i++) {
            String mark = mark();
            draftMail(mark, mailbox, items.mail(mark, "<" + mark + "@example.net>", LARGE_BYTES));
        }
        deliver();
    }

    private String mark() {
        return String.format("T%06d", ++number);
    }

    private String someone() {
        return people.get(random.nextInt(people.size()));
    }

    private void deliver() {
        Map<String, List<Draft>> byFolder = new LinkedHashMap<>();
        for (Draft draft : drafts) {
            String folder = draft.item().mailbox + "/" + Planted.home(draft.item().kind);
            List<Draft> batch = byFolder.computeIfAbsent(folder, f -> new ArrayList<>());
            batch.add(draft);
            if (batch.size() == BATCH) {
                deliver(batch);
            }
        }
        byFolder.values().forEach(this::deliver);
        drafts.clear();
    }

    private void deliver(List<Draft> batch) {
        if (batch.isEmpty()) {
            return;
        }
        Planted first = batch.get(0).item();
        List<Id> ids = mailboxes
                .get(first.mailbox)
                .create(
                        Planted.home(first.kind),
                        batch.stream().map(Draft::element).toList());
        for (int i = 0; i < ids.size(); i++) {
            batch.get(i).item().isNow(ids.get(i));
            planted.add(batch.get(i).item());
        }
        batch.clear();
    }
}
