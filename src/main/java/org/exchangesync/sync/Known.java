package org.exchangesync.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.exchangesync.item.ItemKind;

/**
 * What the database knows about the items of one page, read in few queries and kept up as the page is decided, so that a
 * later item of the page sees what an earlier one will have done.
 */
final class Known {
    private final Map<String, Link> links;
    private final Map<UUID, RecordHead> heads = new HashMap<>();
    private final Map<String, RecordHead> byIdentity = new HashMap<>();
    private final Map<String, List<RecordHead>> orphans = new HashMap<>();
    private final Map<UUID, List<Link>> linksOf = new HashMap<>();
    private final Set<String> messageIds = new HashSet<>();
    private final List<OwnMail> ownMail = new ArrayList<>();

    /**
     * @param linked the links of the page's items, by item id
     */
    Known(SyncTransaction tx, FolderKey folder, ItemKind kind, Map<String, Link> linked, List<Candidate> candidates) {
        links = new HashMap<>(linked);
        Set<UUID> ids = new HashSet<>();
        links.values().forEach(link -> ids.add(link.recordId()));
        candidates.stream().map(Candidate::syncKey).filter(Objects::nonNull).forEach(ids::add);
        heads.putAll(tx.records(ids));
        List<Candidate> unlinked = candidates.stream()
                .filter(candidate -> !links.containsKey(candidate.itemId()))
                .toList();
        if (kind == ItemKind.EMAIL) {
            byIdentity.putAll(tx.recordsByIdentity(kind, identities(candidates)));
            messageIds.addAll(tx.knownMessageIds(candidates.stream()
                    .map(Candidate::messageId)
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList()));
            Set<UUID> named = candidates.stream()
                    .map(Candidate::syncKey)
                    .filter(heads::containsKey)
                    .collect(Collectors.toSet());
            if (!messageIds.isEmpty() || !named.isEmpty()) {
                ownMail.addAll(tx.ownMail(messageIds, named));
            }
        } else {
            byIdentity.putAll(tx.recordsByIdentity(kind, identities(unlinked)));
            tx.orphansByDigest(
                            folder.mailbox(),
                            kind,
                            unlinked.stream().map(Candidate::digest).distinct().toList())
                    .forEach((digest, found) -> orphans.put(digest, new ArrayList<>(found)));
            orphans.values().forEach(found -> found.forEach(head -> heads.putIfAbsent(head.id(), head)));
        }
        byIdentity.values().forEach(head -> heads.putIfAbsent(head.id(), head));
        if (kind == ItemKind.APPOINTMENT) {
            tx.linksOf(byIdentity.values().stream().map(RecordHead::id).toList())
                    .forEach((record, found) -> linksOf.put(record, staying(tx, folder, found)));
        }
    }

    /** Without the links of items that left. */
    private static List<Link> staying(SyncTransaction tx, FolderKey folder, List<Link> all) {
        List<String> here = all.stream()
                .filter(link -> link.folder().mailbox().equals(folder.mailbox()))
                .map(Link::itemId)
                .toList();
        Set<String> left = tx.deletes().among(folder.mailbox(), folder.transport(), here);
        return new ArrayList<>(
                all.stream().filter(link -> !left.contains(link.itemId())).toList());
    }

    private static List<String> identities(List<Candidate> candidates) {
        return candidates.stream()
                .map(Candidate::identity)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    Link link(String itemId) {
        return links.get(itemId);
    }

    /** The record an item is linked to, or null. */
    RecordHead linked(String itemId) {
        Link link = links.get(itemId);
        return link == null ? null : heads.get(link.recordId());
    }

    RecordHead head(UUID id) {
        return id == null ? null : heads.get(id);
    }

    RecordHead withIdentity(String identity) {
        return identity == null ? null : byIdentity.get(identity);
    }

    /** The record of a mail that was sent from here and came back, or null. */
    RecordHead ownMail(Candidate candidate, String mailbox) {
        return ownMail.stream()
                .filter(mail -> mail.is(candidate, mailbox))
                .map(OwnMail::head)
                .findFirst()
                .orElse(null);
    }

    /** A record of equal content that an item left, each only once; or null. */
    RecordHead orphan(String digest) {
        List<RecordHead> found = orphans.get(digest);
        return found == null || found.isEmpty() ? null : found.remove(0);
    }

    /** The links that an appointment has or will have, of items that stay. */
    List<Link> linksOf(UUID record) {
        return linksOf.getOrDefault(record, List.of());
    }

    boolean messageIdIsKnown(String messageId) {
        return messageId != null && messageIds.contains(messageId);
    }

    /** A record will be as this head says. */
    void remember(RecordHead head, String messageId) {
        heads.put(head.id(), head);
        byIdentity.put(head.identity(), head);
        if (messageId != null) {
            messageIds.add(messageId);
        }
    }

    /** A link will be there. */
    void remember(Link link) {
        links.put(link.itemId(), link);
        linksOf.computeIfAbsent(link.recordId(), id -> new ArrayList<>()).add(link);
    }
}
