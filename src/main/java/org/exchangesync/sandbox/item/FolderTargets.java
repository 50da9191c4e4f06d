package org.exchangesync.sandbox.item;

import java.util.Optional;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.store.EwsId;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.store.WellKnown;
import org.exchangesync.sandbox.xml.Xml;

/** Finds the folders that a request names, as far as the caller may reach them. */
public final class FolderTargets {
    private FolderTargets() {}

    /**
     * The folder of a FolderId or DistinguishedFolderId element.
     *
     * @throws ResponseError when there is none, or it is not the caller's
     */
    public static Folder of(Call call, Xml id) {
        return id.name().equals("DistinguishedFolderId") ? distinguished(call, id) : byId(call, id.attribute("Id"));
    }

    /** The folder inside an element such as ToFolderId; failures get the response code that this place has for them. */
    public static Folder in(Call call, Xml holder, String notFound) {
        Xml id = holder.first().orElseThrow(ResponseError::malformedId);
        try {
            return of(call, id);
        } catch (ResponseError e) {
            throw e.code().equals("ErrorFolderNotFound") ? new ResponseError(notFound, e.getMessage()) : e;
        }
    }

    private static Folder distinguished(Call call, Xml id) {
        Optional<String> address = id.child("Mailbox").flatMap(m -> m.textOf("EmailAddress"));
        Mailbox mailbox = address.isPresent() ? reachable(call, address.get()) : call.mailbox();
        String name = id.attribute("Id");
        return WellKnown.of(name == null ? "" : name)
                .flatMap(mailbox::find)
                .orElseThrow(() -> new ResponseError(
                        "ErrorFolderNotFound",
                        "The specified folder could not be found in the store: this server has no folder '" + name
                                + "'."));
    }

    private static Mailbox reachable(Call call, String address) {
        Mailbox mailbox = call.store()
                .byAnyAddress(address)
                .orElseThrow(() -> new ResponseError(
                        "ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it."));
        if (call.own().filter(mailbox::equals).isEmpty()) {
            throw new ResponseError("ErrorAccessDenied", "Access is denied. Check credentials and try again.");
        }
        return mailbox;
    }

    private static Folder byId(Call call, String text) {
        EwsId id = EwsId.decode(text == null ? "" : text).orElseThrow(ResponseError::malformedId);
        if (id.kind() != EwsId.Kind.FOLDER) {
            throw new ResponseError(
                    "ErrorCannotUseItemIdForFolderId", "An item ID cannot be used where a folder ID is wanted.");
        }
        return call.own()
                .filter(m -> m.guid().equals(id.mailbox()))
                .flatMap(m -> m.folder(id.folder()))
                .orElseThrow(ResponseError::folderNotFound);
    }
}
