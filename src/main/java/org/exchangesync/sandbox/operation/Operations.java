package org.exchangesync.sandbox.operation;

import java.util.Map;
import java.util.TreeMap;
import org.exchangesync.sandbox.soap.Operation;

/** The register of all operations, by the name of their request element. */
public final class Operations {
    private Operations() {}

    /** All of them. */
    public static Map<String, Operation> all() {
        Map<String, Operation> all = new TreeMap<>();
        all.put("GetFolder", new GetFolder());
        all.put("FindFolder", new FindFolder());
        all.put("CreateFolder", new CreateFolder());
        all.put("UpdateFolder", new UpdateFolder());
        all.put("DeleteFolder", DeleteFolder.deleting());
        all.put("EmptyFolder", DeleteFolder.emptying());
        all.put("MoveFolder", MoveFolder.moving());
        all.put("CopyFolder", MoveFolder.copying());
        all.put("SyncFolderHierarchy", new SyncFolderHierarchy());
        all.put("SyncFolderItems", new SyncFolderItems());
        all.put("GetItem", new GetItem());
        all.put("FindItem", new FindItem());
        all.put("CreateItem", new CreateItem());
        all.put("UpdateItem", new UpdateItem());
        all.put("CopyItem", MoveItem.copying());
        all.put("MoveItem", MoveItem.moving());
        all.put("DeleteItem", new DeleteItem());
        all.put("SendItem", new SendItem());
        all.put("CreateAttachment", new CreateAttachment());
        all.put("GetAttachment", new GetAttachment());
        all.put("DeleteAttachment", new DeleteAttachment());
        all.put("ResolveNames", new ResolveNames());
        all.put("GetServerTimeZones", new GetServerTimeZones());
        all.put("CreateUserConfiguration", UserConfiguration.creating());
        all.put("GetUserConfiguration", UserConfiguration.getting());
        all.put("UpdateUserConfiguration", UserConfiguration.updating());
        all.put("DeleteUserConfiguration", UserConfiguration.deleting());
        return all;
    }
}
