package org.exchangesync.ews.client;

import org.exchangesync.ews.client.messages.CreateFolder;
import org.exchangesync.ews.client.messages.GetFolder;
import org.exchangesync.ews.client.types.DistinguishedFolderIdType;
import org.exchangesync.ews.client.types.FolderResponseShapeType;
import org.exchangesync.ews.client.types.FolderType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfBaseFolderIdsType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfFoldersType;
import org.exchangesync.ews.client.types.TargetFolderIdType;
import org.exchangesync.transport.MailboxRef;

/** Small calls for tests about signing in: one that reads, one that writes. */
final class SignInCalls {
    private SignInCalls() {}

    /** Reads the Inbox's id. */
    static void read(EwsClient client, String mailbox) {
        FolderResponseShapeType shape = new FolderResponseShapeType();
        shape.setBaseShape("IdOnly");
        GetFolder request = new GetFolder();
        request.setFolderShape(shape);
        NonEmptyArrayOfBaseFolderIdsType ids = new NonEmptyArrayOfBaseFolderIdsType();
        ids.getId().add(inbox());
        request.setFolderIds(ids);
        client.call(MailboxRef.of(mailbox), EwsOperation.GET_FOLDER, request).only();
    }

    /** Makes a folder below the Inbox. */
    static void write(EwsClient client, String mailbox, String name) {
        TargetFolderIdType parent = new TargetFolderIdType();
        parent.setDistinguishedFolderId(inbox());
        FolderType folder = new FolderType();
        folder.setDisplayName(name);
        NonEmptyArrayOfFoldersType folders = new NonEmptyArrayOfFoldersType();
        folders.getFolder().add(folder);
        CreateFolder request = new CreateFolder();
        request.setParentFolderId(parent);
        request.setFolders(folders);
        client.call(MailboxRef.of(mailbox), EwsOperation.CREATE_FOLDER, request).only();
    }

    private static DistinguishedFolderIdType inbox() {
        DistinguishedFolderIdType inbox = new DistinguishedFolderIdType();
        inbox.setId("inbox");
        return inbox;
    }
}
