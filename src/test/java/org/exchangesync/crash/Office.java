package org.exchangesync.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.exchangesync.crash.TestMailbox.Id;
import org.exchangesync.crash.TestMailbox.Listed;
import org.exchangesync.item.ItemKind;
import org.exchangesync.sandbox.fill.DemoData;

/**
 * The people whose mailboxes are synchronised: they get and make items, move, change, flag and delete them while the program
 * works, and this book knows at every moment what they did. Seeded; used by one thread at a time.
 */
final class Office {
    /** Processed mail is deleted here. */
    static final List<String> DELETING = List.of("jonas.weber@nordwind.example", "sales@nordwind.example");
    /** Only mail is processed here. */
    static final Set<String> MAIL_ONLY = Set.of("sales@nordwind.example");

    /** Everybody who has a mailbox in the sandbox. */
    static final List<String> EVERYBODY = everybody();

    private static final int BATCH = 20;
    private static final int SPARED = 2;
    private static final int LARGE = 5;
    private static final int LARGE_BYTES = 2 << 20;

    private final List<String> people;
    private final Set<String> spared;
    private final Random random;
    private final Items items;
    private final Map<String, TestMailbox> mailboxes = new LinkedHashMap<>();
    private final Map<String, String> archives = new LinkedHashMap<>();
    private final List<Planted> planted = new ArrayList<>();
    private final Set<String> readAgain = new HashSet<>();
    private final List<Draft> drafts = new ArrayList<>();
    private int number;
    private int actions;

    /** @param people whose mailboxes are synchronised */
    Office(SandboxProgram sandbox, List<String> people, long seed) {
        this.people = List.copyOf(people);
        random = new Random(seed);
        items = new Items(seed);
        for (String address : people) {
            mailboxes.put(address, new TestMailbox(address, sandbox.ewsUrl(), sandbox.tls()));
        }
        mailboxes.values().forEach(mailbox -> archives.put(mailbox.address(), mailbox.makeFolder("Archive")));
        findWhatFilesPutIn();
        spared = people.size() > SPARED ? withoutPoison().stream().limit(SPARED).collect(Collectors.toSet()) : Set.of();
    }

    /** An item that is about to be put in. */
    private record Draft(Planted item, String element) {}

    private static List<String> everybody() {
        List<String> people = new ArrayList<>(DemoData.mailboxes("nordwind.example"));
        people.addAll(DemoData.mailboxes("heliotrade.example"));
        return List.copyOf(people);
    }

    /** Profiles and mailboxes as the program's administrator declares them. */
    String profiles(SandboxProgram sandbox) {
        StringBuilder yaml =
                new StringBuilder("""
                profiles:
                  - name: office
                    incomingServerLocation: %s
                    username: %s
                    password: "{{env:CRASH_PASSWORD}}"
                    trustStore: '%s'
                    moveFailedEmailsToUndeliverable: true
                    timeout: 60
                mailboxes:
                """.formatted(sandbox.ewsUrl(), DemoData.SERVICE_ACCOUNT, sandbox.certificate()));
        for (String address : people) {
            yaml.append("  - address: ").append(address).append("\n    profile: office\n");
            if (DELETING.contains(address)) {
                yaml.append("    deleteEmailsAfterProcessing: true\n");
            }
            if (MAIL_ONLY.contains(address)) {
                yaml.append("    appointmentsContactsTasks: false\n");
            }
        }
        return yaml.toString();
    }

    /** Files of items that can't be made over EWS: damaged ones. The sandbox spreads them over its mailboxes. */
    static Path files(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < 4; i++) {
            Files.write(folder.resolve("T90000" + i + ".eml"), new byte[0]);
            Files.writeString(
                    folder.resolve("T91000" + i + ".ics"),
                    """
                    BEGIN:VCALENDAR
                    VERSION:2.0
                    PRODID:-//test//EN
                    BEGIN:VEVENT
                    UID:T91000%d@example.org
                    DTSTAMP:20260101T000000Z
                    DTSTART:20260201T100000Z
                    DTEND:20260201T110000Z
                    RDATE:20260203T100000Z,20260207T100000Z
                    SUMMARY:Damaged T91000%d
                    END:VEVENT
                    END:VCALENDAR
                    """.formatted(i, i).replace("\n", "\r\n"),
                    StandardCharsets.UTF_8);
        }
        return folder;
    }

    /** Mailboxes that have no poisoned mail yet; two at least, until {@link #arriveOneOfEach} puts one there. */
    List<String> withoutPoison() {
        return people.stream()
                .filter(mailbox -> planted.stream()
                        .noneMatch(
                                item -> item.poisoned && item.kind == ItemKind.EMAIL && item.mailbox.equals(mailbox)))
                .toList();
    }

    /** The program may read a folder of that mailbox once more from the beginning. */
    void readAgain(String mailbox) {
        readAgain.add(mailbox);
    }

    /** Whether each item was told to the program but once. */
    boolean isReadOnce(String mailbox) {
        return !readAgain.contains(mailbox);
    }

    private void findWhatFilesPutIn() {
        for (TestMailbox mailbox : mailboxes.values()) {
            for (ItemKind kind : List.of(ItemKind.EMAIL, ItemKind.APPOINTMENT)) {
                for (Listed listed : mailbox.list(Planted.home(kind))) {
                    Planted item =
                            new Planted(kind, mailbox.address(), Planted.markIn(listed.subject()), true, null, false);
                    item.isNow(listed.id());
                    planted.add(item);
                }
            }
        }
    }

    /** Everything that was ever put in. */
    List<Planted> planted() {
        return planted;
    }

    Map<String, TestMailbox> mailboxes() {
        return mailboxes;
    }

    /** The id of a mailbox's archive folder, which is not synchronised. */
    String archive(String mailbox) {
        return archives.get(mailbox);
    }

    /** How many actions the people did on items that were there. */
    int actions() {
        return actions;
    }

    /** Puts in about so many new items of all kinds, in all mailboxes. */
    void arrive(int count) {
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
        } else if (MAIL_ONLY.contains(someone)) {
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
        if (random.nextInt(10) == 0 && !other.equals(someone) && !MAIL_ONLY.contains(other)) {
            drafts.add(new Draft(new Planted(ItemKind.APPOINTMENT, other, mark, false, null, series), element));
        }
    }

    /** Puts one item of each kind, a poisoned mail and a mail to be deleted in, so that every step has something to do. */
    void arriveOneOfEach(String mailbox) {
        poison(mark(), mailbox);
        for (String someone : List.of(mailbox, people.contains(DELETING.get(0)) ? DELETING.get(0) : mailbox)) {
            String mark = mark();
            draftMail(mark, someone, items.mail(mark, "<" + mark + "@example.net>"));
        }
        if (!MAIL_ONLY.contains(mailbox)) {
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
    void arriveLarge(String mailbox) {
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

    /** Somebody does something with an item that is there; so many times. */
    void act(int times) {
        for (int i = 0; i < times; i++) {
            Planted item = planted.get(random.nextInt(planted.size()));
            if (!item.poisoned && act(item)) {
                actions++;
            }
        }
    }

    /** False where nothing was done, also because the program had deleted the mail already. */
    private boolean act(Planted item) {
        TestMailbox mailbox = mailboxes.get(item.mailbox);
        if (item.place().equals(Planted.ARCHIVE)) {
            return moved(item, "inbox", mailbox.move(item.id(), "inbox"));
        }
        if (!item.isHome()) {
            return false;
        }
        int dice = random.nextInt(100);
        if (dice < 30) {
            boolean forEver = dice < 10;
            boolean done = mailbox.delete(item.id(), forEver);
            if (done) {
                item.moved(forEver ? Planted.NOWHERE : Planted.DELETED, null);
            }
            return done;
        }
        if (item.kind == ItemKind.EMAIL && dice < 65) {
            return moved(item, Planted.ARCHIVE, mailbox.move(item.id(), archive(item.mailbox)));
        }
        return change(item, mailbox);
    }

    private static boolean moved(Planted item, String place, Optional<Id> newId) {
        newId.ifPresent(id -> item.moved(place, id));
        return newId.isPresent();
    }

    private boolean change(Planted item, TestMailbox mailbox) {
        int next = item.revision() + 1;
        if (item.kind == ItemKind.EMAIL) {
            boolean read = random.nextBoolean();
            Optional<Id> id = mailbox.update(
                    item.id(), "message:IsRead", "<t:Message><t:IsRead>" + read + "</t:IsRead></t:Message>");
            id.ifPresent(now -> item.flagged(read, now));
            return id.isPresent();
        }
        if (item.kind == ItemKind.APPOINTMENT && isShared(item)) {
            return false; // whose copy the record shows is not the matter of these tests
        }
        Optional<Id> id = switch (item.kind) {
            case APPOINTMENT ->
                mailbox.update(
                        item.id(),
                        "calendar:Location",
                        "<t:CalendarItem><t:Location>Room " + next + "</t:Location></t:CalendarItem>");
            case CONTACT ->
                mailbox.update(
                        item.id(),
                        "contacts:JobTitle",
                        "<t:Contact><t:JobTitle>Job " + next + "</t:JobTitle></t:Contact>");
            default ->
                mailbox.update(
                        item.id(),
                        "item:Subject",
                        "<t:Task><t:Subject>Task " + item.mark + ", revision " + next + "</t:Subject></t:Task>");
        };
        id.ifPresent(item::changed);
        return id.isPresent();
    }

    private boolean isShared(Planted item) {
        return planted.stream().anyMatch(other -> other != item && other.mark.equals(item.mark));
    }
}
