package org.exchangesync.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.exchangesync.crash.TestMailbox.Listed;
import org.exchangesync.item.ItemKind;

/** Compares what the sandbox holds and did with what the people of the {@link Office} know. */
final class MailboxAudit {
    private static final String UNDELIVERABLE = "Undeliverable";

    private final Office office;
    private final SandboxProgram sandbox;
    private final Findings findings;
    private final Map<String, Listed> visible = new HashMap<>();

    MailboxAudit(Office office, SandboxProgram sandbox, Findings findings) {
        this.office = office;
        this.sandbox = sandbox;
        this.findings = findings;
    }

    /** The items of all folders that the program reads, by mailbox and item id; known when the mailboxes were looked at. */
    Map<String, Listed> visible() {
        return visible;
    }

    /** Every item is where its owner and the program left it. */
    void mailboxes() {
        office.mailboxes().forEach((address, mailbox) -> {
            List<Planted> theirs = office.planted().stream()
                    .filter(item -> item.mailbox.equals(address))
                    .toList();
            for (ItemKind kind : ItemKind.values()) {
                String folder = Planted.home(kind);
                List<Listed> listed = mailbox.list(folder);
                listed.forEach(item -> visible.put(address + " " + item.id().id(), item));
                same(
                        address + "'s " + folder,
                        listed,
                        theirs.stream().filter(item -> folder.equals(expectedPlace(item))));
            }
            same(
                    address + "'s Deleted Items",
                    mailbox.list(Planted.DELETED),
                    theirs.stream().filter(item -> Planted.DELETED.equals(expectedPlace(item))));
            same(
                    address + "'s archive",
                    mailbox.list(office.archive(address)),
                    theirs.stream().filter(item -> Planted.ARCHIVE.equals(expectedPlace(item))));
            same(
                    address + "'s Undeliverable",
                    mailbox.findFolder(UNDELIVERABLE).map(mailbox::list).orElse(List.of()),
                    theirs.stream().filter(item -> UNDELIVERABLE.equals(expectedPlace(item))));
        });
    }

    /** Where the program must have left an item that the people last had in that place. */
    private static String expectedPlace(Planted item) {
        if (item.kind == ItemKind.EMAIL && item.isHome()) {
            if (item.poisoned) {
                return UNDELIVERABLE;
            }
            if (Office.DELETING.contains(item.mailbox)) {
                return Planted.DELETED;
            }
        }
        return item.place();
    }

    private void same(String where, List<Listed> listed, Stream<Planted> expected) {
        findings.compare(
                listed.stream()
                        .map(item -> String.valueOf(Planted.markIn(item.subject())))
                        .toList(),
                expected.map(item -> item.mark).toList(),
                where + " lacks ",
                where + " holds one too many: ");
    }

    /** The program moved each poisoned mail and deleted each processed one, once, and did nothing else. */
    void ledger() {
        List<String> owed = new ArrayList<>();
        Set<String> folders = new HashSet<>();
        for (Planted item : office.planted()) {
            if (item.kind != ItemKind.EMAIL || !item.isHome()) {
                continue;
            }
            if (item.poisoned) {
                owed.add("move " + item.mailbox + " " + item.id().id() + " inbox/" + UNDELIVERABLE);
                folders.add("create-folder " + item.mailbox + " inbox/" + UNDELIVERABLE);
            } else if (Office.DELETING.contains(item.mailbox)) {
                owed.add("move " + item.mailbox + " " + item.id().id() + " " + Planted.DELETED);
            }
        }
        owed.addAll(folders);
        Set<String> unmarked = new HashSet<>();
        for (JsonNode done : sandbox.doneByTheProgram(office.mailboxes().keySet())) {
            String action = done.path("action").asText();
            String what = action + " " + done.path("mailbox").asText()
                    + (action.equals("create-folder")
                            ? ""
                            : " " + done.path("idBefore").asText()) + " "
                    + done.path("folderTo").asText();
            if (action.equals("move") && owed.contains(what)) {
                unmarked.add(done.path("idAfter").asText());
            }
            // a kill between the move and its note may cost the mark, but nothing is marked twice
            boolean mark = done.path("changed").toString().equals("[\"item:Categories\"]")
                    && unmarked.remove(done.path("idBefore").asText());
            if (!mark && !owed.remove(what)) {
                findings.add("the ledger has what was not owed, or done already: " + done);
            }
        }
        owed.forEach(what -> findings.add("the ledger lacks: " + what));
    }
}
