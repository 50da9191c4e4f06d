package org.exchangesync.sync;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.item.Attachment;
import org.exchangesync.item.Change;
import org.exchangesync.item.Content;
import org.exchangesync.item.DeliveryKey;
import org.exchangesync.item.Email;
import org.exchangesync.item.EmailIdentity;
import org.exchangesync.item.Item;

/** Makes the dead letter of an item that was refused. */
final class RefusedItem {
    /** What a virus scanner found is not copied. */
    private static final String VIRUS = "ErrorVirus";

    private RefusedItem() {}

    static DeadLetter letter(String profile, FolderKey folder, ItemOutcome.Refuse refuse) {
        Change change = refuse.change();
        Item item = refuse.item();
        return new DeadLetter(
                DeliveryKey.of(folder.mailbox(), change.kind(), change.id()),
                profile,
                folder,
                change.kind(),
                change.id(),
                item == null ? null : item.title(),
                kept(refuse),
                failure(refuse));
    }

    static DeadLetter.Failure failure(ItemOutcome.Refuse refuse) {
        return new DeadLetter.Failure(
                refuse.fault(), refuse.route(), refuse.step(), refuse.exception(), refuse.resume());
    }

    static DeadLetter.Failure byDatabase(Exception cause) {
        String reason = "the database refused the record: " + cause.getMessage();
        Fault fault = new Fault("RecordRefused", FaultClass.ITEM, reason, FaultClass.ITEM.advice(), Duration.ZERO);
        return new DeadLetter.Failure(fault, "commit-page", null, Exceptions.chain(cause), null);
    }

    private static DeadLetter.Kept kept(ItemOutcome.Refuse refuse) {
        Change change = refuse.change();
        Item item = refuse.item();
        if (refuse.fault().code().startsWith(VIRUS)) {
            return DeadLetter.Kept.NOTHING;
        }
        if (item == null) {
            return new DeadLetter.Kept(change.original(), null, null, null, null, List.of());
        }
        if (item instanceof Email email) {
            EmailIdentity identity = EmailIdentity.of(email);
            return new DeadLetter.Kept(
                    email.original(),
                    email.original() == null ? ItemJson.write(email) : null,
                    KeptProperties.of(email, change.read()).write(),
                    email.messageId(),
                    identity.key(),
                    email.original() == null ? attached(email) : List.of());
        }
        return new DeadLetter.Kept(
                null,
                ItemJson.write(item),
                KeptProperties.of(item, change.read()).write(),
                null,
                null,
                attached(item));
    }

    private static List<Content> attached(Item item) {
        return item.attachments().stream()
                .map(Attachment::content)
                .filter(Objects::nonNull)
                .toList();
    }
}
