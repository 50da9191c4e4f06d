package org.exchangesync.ews.client;

import java.util.List;
import org.exchangesync.ews.client.types.BaseFolderIdType;
import org.exchangesync.ews.client.types.DistinguishedFolderIdType;
import org.exchangesync.ews.client.types.EmailAddressType;
import org.exchangesync.ews.client.types.FolderIdType;
import org.exchangesync.ews.client.types.ItemIdType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfBaseFolderIdsType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfBaseItemIdsType;
import org.exchangesync.ews.client.types.TargetFolderIdType;
import org.exchangesync.item.ItemId;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.WellKnownFolder;

/** How folders and items are named in requests. */
final class Targets {
    /** Real ids have some 200 characters, at most about 700; what keeps them has room for so many. */
    private static final int LONGEST_ID = 1024;

    private final boolean delegated;

    /**
     * @param delegated the account acts as itself, so that the well-known folders of others need their owner's name
     */
    Targets(boolean delegated) {
        this.delegated = delegated;
    }

    TargetFolderIdType target(MailboxRef mailbox, FolderRef folder) {
        TargetFolderIdType target = new TargetFolderIdType();
        BaseFolderIdType id = folder(mailbox, folder);
        if (id instanceof DistinguishedFolderIdType distinguished) {
            target.setDistinguishedFolderId(distinguished);
        } else {
            target.setFolderId((FolderIdType) id);
        }
        return target;
    }

    NonEmptyArrayOfBaseFolderIdsType folders(MailboxRef mailbox, FolderRef folder) {
        NonEmptyArrayOfBaseFolderIdsType ids = new NonEmptyArrayOfBaseFolderIdsType();
        ids.getId().add(folder(mailbox, folder));
        return ids;
    }

    private BaseFolderIdType folder(MailboxRef mailbox, FolderRef folder) {
        if (folder.id() != null) {
            FolderIdType id = new FolderIdType();
            id.setId(folder.id());
            return id;
        }
        DistinguishedFolderIdType id = new DistinguishedFolderIdType();
        id.setId(
                folder.wellKnown() == WellKnownFolder.ROOT
                        ? "msgfolderroot"
                        : folder.wellKnown().label());
        if (delegated) {
            EmailAddressType owner = new EmailAddressType();
            owner.setEmailAddress(mailbox.address());
            id.setMailbox(owner);
        }
        return id;
    }

    static NonEmptyArrayOfBaseItemIdsType items(List<ItemId> ids) {
        NonEmptyArrayOfBaseItemIdsType array = new NonEmptyArrayOfBaseItemIdsType();
        ids.forEach(id -> array.getId().add(item(id)));
        return array;
    }

    static ItemIdType item(ItemId id) {
        ItemIdType itemId = new ItemIdType();
        itemId.setId(id.id());
        itemId.setChangeKey(id.changeKey());
        return itemId;
    }

    /** The item that an answer names; null where it names none, or by an id that can't be one. */
    static ItemId named(ItemIdType id) {
        String text = id == null ? null : id.getId();
        boolean usable = text != null && !text.isBlank() && text.length() <= LONGEST_ID;
        return usable ? new ItemId(text, version(id.getChangeKey())) : null;
    }

    private static String version(String changeKey) {
        return changeKey == null || changeKey.isBlank() || changeKey.length() > LONGEST_ID ? null : changeKey;
    }
}
