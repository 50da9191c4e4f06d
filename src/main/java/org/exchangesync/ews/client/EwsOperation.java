package org.exchangesync.ews.client;

import org.exchangesync.ews.client.messages.BaseRequestType;
import org.exchangesync.ews.client.messages.CopyFolder;
import org.exchangesync.ews.client.messages.CopyFolderResponseMessageType;
import org.exchangesync.ews.client.messages.CopyItem;
import org.exchangesync.ews.client.messages.CopyItemResponseMessageType;
import org.exchangesync.ews.client.messages.CreateAttachment;
import org.exchangesync.ews.client.messages.CreateAttachmentResponseMessageType;
import org.exchangesync.ews.client.messages.CreateFolder;
import org.exchangesync.ews.client.messages.CreateFolderResponseMessageType;
import org.exchangesync.ews.client.messages.CreateItem;
import org.exchangesync.ews.client.messages.CreateItemResponseMessageType;
import org.exchangesync.ews.client.messages.CreateUserConfiguration;
import org.exchangesync.ews.client.messages.CreateUserConfigurationResponseMessageType;
import org.exchangesync.ews.client.messages.DeleteAttachment;
import org.exchangesync.ews.client.messages.DeleteAttachmentResponseMessageType;
import org.exchangesync.ews.client.messages.DeleteFolder;
import org.exchangesync.ews.client.messages.DeleteFolderResponseMessageType;
import org.exchangesync.ews.client.messages.DeleteItem;
import org.exchangesync.ews.client.messages.DeleteItemResponseMessageType;
import org.exchangesync.ews.client.messages.DeleteUserConfiguration;
import org.exchangesync.ews.client.messages.DeleteUserConfigurationResponseMessageType;
import org.exchangesync.ews.client.messages.EmptyFolder;
import org.exchangesync.ews.client.messages.EmptyFolderResponseMessageType;
import org.exchangesync.ews.client.messages.FindFolder;
import org.exchangesync.ews.client.messages.FindFolderResponseMessageType;
import org.exchangesync.ews.client.messages.FindItem;
import org.exchangesync.ews.client.messages.FindItemResponseMessageType;
import org.exchangesync.ews.client.messages.GetAttachment;
import org.exchangesync.ews.client.messages.GetAttachmentResponseMessageType;
import org.exchangesync.ews.client.messages.GetFolder;
import org.exchangesync.ews.client.messages.GetFolderResponseMessageType;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.messages.GetServerTimeZones;
import org.exchangesync.ews.client.messages.GetServerTimeZonesResponseMessageType;
import org.exchangesync.ews.client.messages.GetUserConfiguration;
import org.exchangesync.ews.client.messages.GetUserConfigurationResponseMessageType;
import org.exchangesync.ews.client.messages.MoveFolder;
import org.exchangesync.ews.client.messages.MoveFolderResponseMessageType;
import org.exchangesync.ews.client.messages.MoveItem;
import org.exchangesync.ews.client.messages.MoveItemResponseMessageType;
import org.exchangesync.ews.client.messages.ResolveNames;
import org.exchangesync.ews.client.messages.ResolveNamesResponseMessageType;
import org.exchangesync.ews.client.messages.ResponseMessageType;
import org.exchangesync.ews.client.messages.SendItem;
import org.exchangesync.ews.client.messages.SendItemResponseMessageType;
import org.exchangesync.ews.client.messages.SyncFolderHierarchy;
import org.exchangesync.ews.client.messages.SyncFolderHierarchyResponseMessageType;
import org.exchangesync.ews.client.messages.SyncFolderItems;
import org.exchangesync.ews.client.messages.SyncFolderItemsResponseMessageType;
import org.exchangesync.ews.client.messages.UpdateFolder;
import org.exchangesync.ews.client.messages.UpdateFolderResponseMessageType;
import org.exchangesync.ews.client.messages.UpdateItem;
import org.exchangesync.ews.client.messages.UpdateItemResponseMessageType;
import org.exchangesync.ews.client.messages.UpdateUserConfiguration;
import org.exchangesync.ews.client.messages.UpdateUserConfigurationResponseMessageType;

/**
 * The register of operations: which request gets which response messages.
 *
 * @param <R> the request's class
 * @param <M> the class of the response messages in the answer
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/ews-operations-in-exchange">EWS
 *     operations</a>
 */
public final class EwsOperation<R extends BaseRequestType, M extends ResponseMessageType> {
    public static final EwsOperation<GetFolder, GetFolderResponseMessageType> GET_FOLDER =
            reads(GetFolder.class, GetFolderResponseMessageType.class);
    public static final EwsOperation<FindFolder, FindFolderResponseMessageType> FIND_FOLDER =
            reads(FindFolder.class, FindFolderResponseMessageType.class);
    public static final EwsOperation<CreateFolder, CreateFolderResponseMessageType> CREATE_FOLDER =
            writes(CreateFolder.class, CreateFolderResponseMessageType.class);
    public static final EwsOperation<UpdateFolder, UpdateFolderResponseMessageType> UPDATE_FOLDER =
            writes(UpdateFolder.class, UpdateFolderResponseMessageType.class);
    public static final EwsOperation<DeleteFolder, DeleteFolderResponseMessageType> DELETE_FOLDER =
            writes(DeleteFolder.class, DeleteFolderResponseMessageType.class);
    public static final EwsOperation<EmptyFolder, EmptyFolderResponseMessageType> EMPTY_FOLDER =
            writes(EmptyFolder.class, EmptyFolderResponseMessageType.class);
    public static final EwsOperation<MoveFolder, MoveFolderResponseMessageType> MOVE_FOLDER =
            writes(MoveFolder.class, MoveFolderResponseMessageType.class);
    public static final EwsOperation<CopyFolder, CopyFolderResponseMessageType> COPY_FOLDER =
            writes(CopyFolder.class, CopyFolderResponseMessageType.class);
    public static final EwsOperation<SyncFolderHierarchy, SyncFolderHierarchyResponseMessageType>
            SYNC_FOLDER_HIERARCHY = reads(SyncFolderHierarchy.class, SyncFolderHierarchyResponseMessageType.class);
    public static final EwsOperation<SyncFolderItems, SyncFolderItemsResponseMessageType> SYNC_FOLDER_ITEMS =
            reads(SyncFolderItems.class, SyncFolderItemsResponseMessageType.class);
    public static final EwsOperation<FindItem, FindItemResponseMessageType> FIND_ITEM =
            reads(FindItem.class, FindItemResponseMessageType.class);
    public static final EwsOperation<GetItem, GetItemResponseMessageType> GET_ITEM =
            reads(GetItem.class, GetItemResponseMessageType.class);
    public static final EwsOperation<CreateItem, CreateItemResponseMessageType> CREATE_ITEM =
            writes(CreateItem.class, CreateItemResponseMessageType.class);
    public static final EwsOperation<UpdateItem, UpdateItemResponseMessageType> UPDATE_ITEM =
            writes(UpdateItem.class, UpdateItemResponseMessageType.class);
    public static final EwsOperation<CopyItem, CopyItemResponseMessageType> COPY_ITEM =
            writes(CopyItem.class, CopyItemResponseMessageType.class);
    public static final EwsOperation<MoveItem, MoveItemResponseMessageType> MOVE_ITEM =
            writes(MoveItem.class, MoveItemResponseMessageType.class);
    public static final EwsOperation<DeleteItem, DeleteItemResponseMessageType> DELETE_ITEM =
            writes(DeleteItem.class, DeleteItemResponseMessageType.class);
    public static final EwsOperation<SendItem, SendItemResponseMessageType> SEND_ITEM =
            writes(SendItem.class, SendItemResponseMessageType.class);
    public static final EwsOperation<CreateAttachment, CreateAttachmentResponseMessageType> CREATE_ATTACHMENT =
            writes(CreateAttachment.class, CreateAttachmentResponseMessageType.class);
    public static final EwsOperation<GetAttachment, GetAttachmentResponseMessageType> GET_ATTACHMENT =
            reads(GetAttachment.class, GetAttachmentResponseMessageType.class);
    public static final EwsOperation<DeleteAttachment, DeleteAttachmentResponseMessageType> DELETE_ATTACHMENT =
            writes(DeleteAttachment.class, DeleteAttachmentResponseMessageType.class);
    public static final EwsOperation<ResolveNames, ResolveNamesResponseMessageType> RESOLVE_NAMES =
            reads(ResolveNames.class, ResolveNamesResponseMessageType.class);
    public static final EwsOperation<GetServerTimeZones, GetServerTimeZonesResponseMessageType> GET_SERVER_TIME_ZONES =
            reads(GetServerTimeZones.class, GetServerTimeZonesResponseMessageType.class);
    public static final EwsOperation<CreateUserConfiguration, CreateUserConfigurationResponseMessageType>
            CREATE_USER_CONFIGURATION =
                    writes(CreateUserConfiguration.class, CreateUserConfigurationResponseMessageType.class);
    public static final EwsOperation<GetUserConfiguration, GetUserConfigurationResponseMessageType>
            GET_USER_CONFIGURATION = reads(GetUserConfiguration.class, GetUserConfigurationResponseMessageType.class);
    public static final EwsOperation<UpdateUserConfiguration, UpdateUserConfigurationResponseMessageType>
            UPDATE_USER_CONFIGURATION =
                    writes(UpdateUserConfiguration.class, UpdateUserConfigurationResponseMessageType.class);
    public static final EwsOperation<DeleteUserConfiguration, DeleteUserConfigurationResponseMessageType>
            DELETE_USER_CONFIGURATION =
                    writes(DeleteUserConfiguration.class, DeleteUserConfigurationResponseMessageType.class);
    private static final String ACTION_PREFIX = Namespaces.MESSAGES + "/";

    private final Class<R> request;
    private final Class<M> message;
    private final boolean reads;

    private EwsOperation(Class<R> request, Class<M> message, boolean reads) {
        this.request = request;
        this.message = message;
        this.reads = reads;
    }

    private static <R extends BaseRequestType, M extends ResponseMessageType> EwsOperation<R, M> reads(
            Class<R> request, Class<M> message) {
        return new EwsOperation<>(request, message, true);
    }

    private static <R extends BaseRequestType, M extends ResponseMessageType> EwsOperation<R, M> writes(
            Class<R> request, Class<M> message) {
        return new EwsOperation<>(request, message, false);
    }

    /** The operation's name in the protocol, such as {@code GetItem}. */
    public String name() {
        return request.getSimpleName();
    }

    /** The class of its response messages. */
    public Class<M> messageType() {
        return message;
    }

    /** Whether asking twice does no harm, so that a request lost with a stale connection may be sent again. */
    boolean isRead() {
        return reads;
    }

    String soapAction() {
        return '"' + ACTION_PREFIX + name() + '"';
    }

    String answerName() {
        return name() + "Response";
    }

    @Override
    public String toString() {
        return name();
    }
}
