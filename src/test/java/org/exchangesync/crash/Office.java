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

    private static final int SPARED = 2;

    private final List<String> people;
    private final Random random;
    private final Arrivals arrivals;
    private final Map<String, TestMailbox> mailboxes = new LinkedHashMap<>();
    private final Map<String, String> archives = new LinkedHashMap<>();
    private final List<Planted> planted = new ArrayList<>();
    private final Set<String> readAgain = new HashSet<>();
    private int actions;

    /** @param people whose mailboxes are synchronised */
    Office(SandboxProgram sandbox, List<String> people, long seed) {
        this.people = List.copyOf(people);
        random = new Random(seed);
        for (String address : people) {
            mailboxes.put(address, new TestMailbox(address, sandbox.ewsUrl(), sandbox.tls()));
        }
        mailboxes.values().forEach(mailbox -> archives.put(mailbox.address(), mailbox.makeFolder("Archive")));
        findWhatFilesPutIn();
        Set<String> spared =
                people.size() > SPARED ? withoutPoison().stream().limit(SPARED).collect(Collectors.toSet()) : Set.of();
        arrivals = new Arrivals(mailboxes, spared, planted, seed);
    }

    private static List<String> everybody() {
        List<String> people = new ArrayList<>(DemoData.mailboxes("nordwind.example"));
        people.addAll(DemoData.mailboxes("heliotrade.example"));
        return List.copyOf(people);
    }

    /** Profiles and mailboxes as the program's administrator declares them. */
    String profiles(SandboxProgram sandbox) {
        return profiles(sandbox, people);
    }

    /** The same for any mailboxes. */
    static String profiles(SandboxProgram sandbox, List<String> people) {
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
                yaml.append("    appointmentsContactsTasks: none\n");
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

    /** Mailboxes that have no poisoned mail yet; two at least, until {@link Arrivals#oneOfEach} puts one there. */
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

    /** Puts new items in. */
    Arrivals arrivals() {
        return arrivals;
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
