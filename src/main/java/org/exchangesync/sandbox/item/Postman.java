package org.exchangesync.sandbox.item;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.exchangesync.sandbox.mime.Addresses;
import org.exchangesync.sandbox.mime.MimeReader;
import org.exchangesync.sandbox.mime.MimeWriter;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.store.Blob;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.store.MailStore;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.store.SentMail;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.store.WellKnown;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Carries messages between the mailboxes of the sandbox. Addresses elsewhere get nothing; that something was sent to them
 * is in the store's log.
 */
public final class Postman {
    private static final List<String> RECIPIENTS =
            List.of("message:ToRecipients", "message:CcRecipients", "message:BccRecipients");

    private final Call call;

    public Postman(Call call) {
        this.call = call;
    }

    /** Sends a message and keeps nothing of it. */
    public void send(ItemContent content) {
        deliver(outgoing(content));
    }

    /** Sends a message and keeps a copy of it. */
    public StoredItem sendAndSave(ItemContent content, Folder folder) {
        ItemContent sent = outgoing(content);
        deliver(sent);
        return folder.mailbox().add(folder, sent);
    }

    /** Sends a message that was saved; it leaves its folder, and goes to another one when that is given. */
    public void sendDraft(StoredItem draft, Optional<Folder> folder) {
        ItemContent sent = outgoing(draft.content());
        draft.mailbox().write(() -> {
            if (draft.mailbox().item(draft.number()).isEmpty()) {
                throw ResponseError.itemNotFound(); // somebody else has just sent it
            }
            folder.ifPresentOrElse(
                    f -> draft.mailbox().move(draft, f, sent),
                    () -> draft.mailbox().remove(draft));
            return null;
        });
        deliver(sent);
    }

    /** Puts a message as it came from outside into the Inbox of a mailbox. */
    public static StoredItem receive(MailStore store, Mailbox mailbox, byte[] bytes, Instant received)
            throws IOException {
        ItemContent content = MimeReader.read(store.blobs().keep(bytes));
        return mailbox.deliver(mailbox.folder(WellKnown.INBOX), NewItems.received(content, mailbox, received));
    }

    /** Puts a message into the Inbox of each recipient that has a mailbox here, and into the log. */
    void deliver(ItemContent message) {
        Instant now = call.clock().instant();
        Map<String, Mailbox> inside = new LinkedHashMap<>();
        List<String> all = recipients(message.values());
        for (String address : all) {
            call.store().byAnyAddress(address).ifPresent(m -> inside.put(m.address(), m));
        }
        ItemContent copy = message.withValues(message.values()
                        .change()
                        .remove("message:BccRecipients")
                        .done())
                .withMime(withoutBcc(message.mime()));
        for (Mailbox mailbox : inside.values()) {
            mailbox.deliver(mailbox.folder(WellKnown.INBOX), NewItems.received(copy, mailbox, now));
        }
        call.store()
                .send(
                        call.mailbox(),
                        message,
                        new SentMail(
                                now,
                                call.mailbox().address(),
                                all,
                                message.values().text("item:ItemClass").orElse("IPM.Note"),
                                message.values().text("item:Subject").orElse(""),
                                message.mime()));
    }

    /** Nobody sees who else got it in secret, not in the bytes either. */
    private Blob withoutBcc(Blob mime) {
        if (MimeReader.headers(mime).stream().noneMatch(h -> "Bcc".equalsIgnoreCase(h.attribute("HeaderName")))) {
            return mime;
        }
        byte[] old = mime.bytes();
        ByteArrayOutputStream kept = new ByteArrayOutputStream(old.length);
        boolean header = true;
        boolean secret = false;
        int from = 0;
        while (header) {
            int end = from;
            while (end < old.length && old[end] != '\n') {
                end++;
            }
            end = Math.min(end + 1, old.length);
            String line = new String(old, from, end - from, StandardCharsets.ISO_8859_1);
            header = !line.isBlank() && end < old.length;
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            secret = header && (folded ? secret : line.regionMatches(true, 0, "Bcc:", 0, 4));
            if (!secret) {
                kept.write(old, from, end - from);
            }
            from = end;
        }
        kept.write(old, from, old.length - from);
        return call.store().blobs().keep(kept.toByteArray());
    }

    private static List<String> recipients(Values values) {
        List<String> found = new ArrayList<>();
        for (String uri : RECIPIENTS) {
            for (Xml mailbox : values.get(uri).map(Xml::children).orElse(List.of())) {
                mailbox.textOf("EmailAddress")
                        .map(a -> a.toLowerCase(Locale.ROOT))
                        .ifPresent(found::add);
            }
        }
        return found.stream().distinct().toList();
    }

    /** The message as it travels: with sender, date, Message-ID and bytes. */
    private ItemContent outgoing(ItemContent content) {
        if (recipients(content.values()).isEmpty()) {
            throw new ResponseError("ErrorInvalidRecipients", "At least one recipient isn't valid.");
        }
        Mailbox sender = call.mailbox();
        Instant now = call.clock().instant();
        Values.Builder values = content.values().change();
        Xml self = Addresses.mailbox(sender.displayName(), sender.address());
        if (values.get("message:From").isEmpty()) {
            values.put("message:From", Xml.t("From", self));
        }
        values.put("message:Sender", Xml.t("Sender", self));
        values.putIfAbsent("message:InternetMessageId", "<" + UUID.randomUUID() + "@" + host(sender) + ">");
        values.put("item:DateTimeSent", now).put("item:DateTimeReceived", now);
        values.put("item:IsDraft", false).put("item:IsSubmitted", false).put("item:IsFromMe", true);
        values.put("message:IsRead", true);
        ItemContent done = NewItems.created(content.withValues(values.done()), call.actor(), now);
        return done.withMime(bytes(done));
    }

    private Blob bytes(ItemContent content) {
        if (content.mime() == null) {
            Mailbox sender = call.mailbox();
            StoredItem travelling = new StoredItem(sender, 0, sender.lastChange(), 0, 0, 0, content);
            return MimeWriter.write(
                    travelling,
                    content.values().change().remove("message:BccRecipients").done());
        }
        boolean hasId = MimeReader.headers(content.mime()).stream()
                .anyMatch(h -> "Message-ID".equalsIgnoreCase(h.attribute("HeaderName")));
        if (hasId) {
            return content.mime();
        }
        byte[] header = ("Message-ID: "
                        + content.values().text("message:InternetMessageId").orElseThrow() + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] old = content.mime().bytes();
        byte[] all = java.util.Arrays.copyOf(header, header.length + old.length);
        System.arraycopy(old, 0, all, header.length, old.length);
        return call.store().blobs().keep(all);
    }

    private static String host(Mailbox mailbox) {
        return mailbox.address().substring(mailbox.address().indexOf('@') + 1);
    }
}
