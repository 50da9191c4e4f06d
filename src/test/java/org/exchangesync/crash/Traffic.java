package org.exchangesync.crash;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.exchangesync.crash.TestMailbox.Id;
import org.exchangesync.item.ItemKind;

/**
 * What goes on in many mailboxes all day: items come, are changed, and go, so that about the same number is there at any
 * time. Seeded; used by one thread at a time.
 */
final class Traffic {
    private static final List<ItemKind> KINDS = List.of(
            ItemKind.EMAIL,
            ItemKind.EMAIL,
            ItemKind.EMAIL,
            ItemKind.EMAIL,
            ItemKind.APPOINTMENT,
            ItemKind.CONTACT,
            ItemKind.TASK);

    private final Map<String, TestMailbox> mailboxes = new LinkedHashMap<>();
    private final List<String> addresses;
    private final int most;
    private final Random random;
    private final Items items;
    private final Deque<Living> living = new ArrayDeque<>();
    private int number;
    private int changes;

    private record Living(String mailbox, ItemKind kind, Id id, String mark) {}

    /**
     * @param most so many items are in all mailboxes together; for one that comes then another goes
     */
    Traffic(SandboxProgram sandbox, List<String> addresses, int most, long seed) {
        this.addresses = List.copyOf(addresses);
        this.most = most;
        this.random = new Random(seed);
        this.items = new Items(seed);
        addresses.forEach(address -> mailboxes.put(address, new TestMailbox(address, sandbox.ewsUrl(), sandbox.tls())));
    }

    /** One change: something comes, something goes, or something is edited. */
    void change() {
        changes++;
        if (living.size() >= most && random.nextInt(2) == 0) {
            Living oldest = living.remove();
            mailboxes.get(oldest.mailbox()).delete(oldest.id(), random.nextBoolean());
        } else if (living.size() > most / 2 && random.nextInt(4) == 0) {
            edit(living.remove());
        } else {
            arrive();
        }
    }

    private void arrive() {
        String mark = "T%06d".formatted(++number);
        ItemKind kind = KINDS.get(random.nextInt(KINDS.size()));
        String element = switch (kind) {
            case EMAIL -> Items.mailElement(mark, items.mail(mark, "<" + mark + "@example.net>"));
            case APPOINTMENT -> items.appointment(mark, random.nextInt(5) == 0);
            case CONTACT -> items.contact(mark);
            case TASK -> items.task(mark);
        };
        String mailbox = addresses.get(random.nextInt(addresses.size()));
        Id id = mailboxes
                .get(mailbox)
                .create(Planted.home(kind), List.of(element))
                .get(0);
        living.add(new Living(mailbox, kind, id, mark));
    }

    private void edit(Living item) {
        TestMailbox mailbox = mailboxes.get(item.mailbox());
        Optional<Id> changed = switch (item.kind()) {
            case EMAIL ->
                mailbox.update(
                        item.id(),
                        "message:IsRead",
                        "<t:Message><t:IsRead>" + random.nextBoolean() + "</t:IsRead></t:Message>");
            case APPOINTMENT ->
                mailbox.update(
                        item.id(),
                        "calendar:Location",
                        "<t:CalendarItem><t:Location>Room " + changes + "</t:Location></t:CalendarItem>");
            case CONTACT ->
                mailbox.update(
                        item.id(),
                        "contacts:JobTitle",
                        "<t:Contact><t:JobTitle>Job " + changes + "</t:JobTitle></t:Contact>");
            case TASK ->
                mailbox.update(
                        item.id(),
                        "item:Subject",
                        "<t:Task><t:Subject>Task " + item.mark() + ", revision " + changes + "</t:Subject></t:Task>");
        };
        living.add(new Living(item.mailbox(), item.kind(), changed.orElseThrow(), item.mark()));
    }

    /** A mail whose way is watched; gives its subject. */
    String watched() {
        String mark = "W%06d".formatted(++number);
        String mailbox = addresses.get(random.nextInt(addresses.size()));
        Id id = mailboxes
                .get(mailbox)
                .create("inbox", List.of(Items.mailElement(mark, items.mail(mark, "<" + mark + "@example.net>", 2000))))
                .get(0);
        living.add(new Living(mailbox, ItemKind.EMAIL, id, mark));
        return "Mail " + mark;
    }

    int changes() {
        return changes;
    }

    /** How many items are in the mailboxes now. */
    int living() {
        return living.size();
    }
}
