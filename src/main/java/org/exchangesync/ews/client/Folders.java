package org.exchangesync.ews.client;

import java.util.List;
import java.util.Optional;
import org.exchangesync.ews.client.mapping.Paths;
import org.exchangesync.ews.client.messages.CreateFolder;
import org.exchangesync.ews.client.messages.CreateFolderResponseMessageType;
import org.exchangesync.ews.client.messages.FindFolder;
import org.exchangesync.ews.client.messages.FindFolderResponseMessageType;
import org.exchangesync.ews.client.types.BaseFolderType;
import org.exchangesync.ews.client.types.ConstantValueType;
import org.exchangesync.ews.client.types.FieldURIOrConstantType;
import org.exchangesync.ews.client.types.FolderResponseShapeType;
import org.exchangesync.ews.client.types.FolderType;
import org.exchangesync.ews.client.types.IsEqualToType;
import org.exchangesync.ews.client.types.NonEmptyArrayOfFoldersType;
import org.exchangesync.ews.client.types.RestrictionType;
import org.exchangesync.transport.FolderRef;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.TransportException;

/**
 * Finds folders by the names on the way to them; makes folders, or adopts those that are there already, made by hand or by
 * another node at the same moment.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/createfolder-operation">
 *     CreateFolder</a>
 */
final class Folders {
    private static final String EXISTS = "ErrorFolderExists";
    private static final String NOT_FOUND = "ErrorFolderNotFound";

    private final EwsCalls client;
    private final Targets targets;

    Folders(EwsCalls client, Targets targets) {
        this.client = client;
        this.targets = targets;
    }

    /**
     * The folder as requests can name it: one that is given by its path is looked up, each time anew, since its owner may
     * move or rename it and make another one in its place.
     */
    FolderRef resolve(MailboxRef mailbox, FolderRef folder) {
        FolderRef found = folder;
        if (folder.isPath()) {
            found = FolderRef.of(folder.wellKnown());
            for (String name : folder.below()) {
                found = find(mailbox, found, name)
                        .orElseThrow(() -> new TransportException(
                                NOT_FOUND,
                                "Mailbox " + mailbox.address() + " has no folder " + folder + ": '" + name
                                        + "' was deleted, moved or renamed. Make it again or name the folder anew.",
                                null));
            }
        }
        return found;
    }

    FolderRef ensure(MailboxRef mailbox, FolderRef parent, String displayName) {
        try {
            return create(mailbox, parent, displayName);
        } catch (EwsFault fault) {
            if (!fault.code().equals(EXISTS)) {
                throw fault;
            }
            return find(mailbox, parent, displayName).orElseThrow(() -> fault);
        }
    }

    private FolderRef create(MailboxRef mailbox, FolderRef parent, String displayName) {
        FolderType folder = new FolderType();
        folder.setDisplayName(displayName);
        CreateFolder request = new CreateFolder();
        request.setParentFolderId(targets.target(mailbox, parent));
        request.setFolders(new NonEmptyArrayOfFoldersType());
        request.getFolders().getFolder().add(folder);
        try (EwsAnswers<CreateFolderResponseMessageType> answers =
                client.call(mailbox, EwsOperation.CREATE_FOLDER, request)) {
            CreateFolderResponseMessageType answer = answers.only();
            return first(
                            answer.getFolders() == null
                                    ? List.of()
                                    : answer.getFolders().getFolder())
                    .or(() -> find(mailbox, parent, displayName))
                    .orElseThrow(() -> new TransportException(
                            TransportException.BAD_ANSWER,
                            "The server made the folder '" + displayName + "' in " + mailbox.address()
                                    + " and neither tells its id nor finds it.",
                            null));
        }
    }

    private Optional<FolderRef> find(MailboxRef mailbox, FolderRef parent, String displayName) {
        FindFolder request = new FindFolder();
        request.setTraversal("Shallow");
        FolderResponseShapeType shape = new FolderResponseShapeType();
        shape.setBaseShape("IdOnly");
        request.setFolderShape(shape);
        IsEqualToType named = new IsEqualToType();
        named.setPath(Paths.field("folder:DisplayName"));
        ConstantValueType name = new ConstantValueType();
        name.setValue(displayName);
        FieldURIOrConstantType constant = new FieldURIOrConstantType();
        constant.setConstant(name);
        named.setFieldURIOrConstant(constant);
        RestrictionType restriction = new RestrictionType();
        restriction.setExpression(named);
        request.setRestriction(restriction);
        request.setParentFolderIds(targets.folders(mailbox, parent));
        try (EwsAnswers<FindFolderResponseMessageType> answers =
                client.call(mailbox, EwsOperation.FIND_FOLDER, request)) {
            FindFolderResponseMessageType answer = answers.only();
            return first(
                    answer.getRootFolder() == null || answer.getRootFolder().getFolders() == null
                            ? List.of()
                            : answer.getRootFolder().getFolders().getFolder());
        }
    }

    private static Optional<FolderRef> first(List<BaseFolderType> folders) {
        return folders.stream()
                .filter(folder -> folder != null && folder.getFolderId() != null)
                .map(folder -> folder.getFolderId().getId())
                .filter(id -> id != null && !id.isBlank())
                .map(FolderRef::ofId)
                .findFirst();
    }
}
