package org.exchangesync.sandbox.store;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All mailboxes of the sandbox, found by address, alias or GUID. Filled before the server starts; threadsafe after. */
public final class MailStore {
    private final UUID guid;
    private final Clock clock;
    private final BlobStore blobs;
    private final SentMailLog sent = new SentMailLog();
    private volatile Journal journal = Journal.NONE;
    private volatile boolean removalsLast;
    private final Map<String, Mailbox> byAddress = new LinkedHashMap<>();
    private final Map<UUID, Mailbox> byGuid = new LinkedHashMap<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();

    /** @param guid what tells the states of this store from those of another one */
    public MailStore(UUID guid, Clock clock, BlobStore blobs) {
        this.guid = guid;
        this.clock = clock;
        this.blobs = blobs;
    }

    public UUID guid() {
        return guid;
    }

    public Clock clock() {
        return clock;
    }

    public BlobStore blobs() {
        return blobs;
    }

    /** What was sent from any mailbox. */
    public SentMailLog sent() {
        return sent;
    }

    /** Takes note of a message that a mailbox sent. */
    public void send(Mailbox sender, ItemContent content, SentMail mail) {
        sent.add(mail);
        journal.record(Change.sent(sender, content, mail));
    }

    /** Tells every change from now on to that journal; what fills the mailboxes comes before. */
    public void journal(Journal listener) {
        this.journal = listener;
    }

    /** Whether clients are told what left a folder behind what came; Exchange promises no order. */
    public boolean tellsRemovalsLast() {
        return removalsLast;
    }

    /** Sets the order in which clients are told what changed. */
    public void tellRemovalsLast(boolean last) {
        this.removalsLast = last;
    }

    /** Makes an empty mailbox. */
    public Mailbox add(String address, String displayName) {
        String key = address.toLowerCase(Locale.ROOT);
        if (byAddress.containsKey(key)) {
            throw new IllegalArgumentException("the sandbox already has a mailbox " + key);
        }
        UUID mailboxGuid = UUID.nameUUIDFromBytes(("mailbox:" + key).getBytes(StandardCharsets.UTF_8));
        Mailbox mailbox = new Mailbox(key, displayName, mailboxGuid, clock, change -> journal.record(change));
        byAddress.put(key, mailbox);
        byGuid.put(mailboxGuid, mailbox);
        return mailbox;
    }

    /** Makes a further address of a mailbox, which mail may be sent to but nobody may be impersonated by. */
    public void alias(String alias, Mailbox mailbox) {
        aliases.put(alias.toLowerCase(Locale.ROOT), mailbox.address());
    }

    /** The mailbox with that primary address. */
    public Optional<Mailbox> byPrimaryAddress(String address) {
        return Optional.ofNullable(byAddress.get(address.toLowerCase(Locale.ROOT)));
    }

    /** The mailbox that gets what is sent to that address. */
    public Optional<Mailbox> byAnyAddress(String address) {
        String key = address.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(byAddress.get(aliases.getOrDefault(key, key)));
    }

    public Optional<Mailbox> byGuid(UUID mailbox) {
        return Optional.ofNullable(byGuid.get(mailbox));
    }

    /** All mailboxes in the order in which they were made. */
    public Collection<Mailbox> mailboxes() {
        return Collections.unmodifiableCollection(byAddress.values());
    }
}
