package org.exchangesync.ews.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exchangesync.ews.client.messages.BaseRequestType;
import org.exchangesync.ews.client.messages.GetAttachment;
import org.exchangesync.ews.client.messages.GetAttachmentResponseMessageType;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.messages.ResponseMessageType;
import org.exchangesync.ews.client.messages.SyncFolderItems;
import org.exchangesync.ews.client.messages.SyncFolderItemsResponseMessageType;
import org.exchangesync.ews.client.types.ArrayOfAttachmentsType;
import org.exchangesync.ews.client.types.ArrayOfRealItemsType;
import org.exchangesync.ews.client.types.AttachmentType;
import org.exchangesync.ews.client.types.ItemIdType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.ews.client.types.MessageType;
import org.exchangesync.ews.client.types.MimeContentType;
import org.exchangesync.ews.client.types.RequestAttachmentIdType;
import org.exchangesync.ews.client.types.SyncFolderItemsChangeType;
import org.exchangesync.ews.client.types.SyncFolderItemsChangesType;
import org.exchangesync.ews.client.types.SyncFolderItemsCreateType;
import org.exchangesync.transport.MailboxRef;

/**
 * A server of one folder that answers as a test orders. What it was asked is kept. Changes are numbered; a state is the
 * number of those that were given.
 */
final class FakeCalls implements EwsCalls {
    final List<SyncFolderItemsChangeType> changes = new ArrayList<>();
    final Map<String, ItemType> items = new LinkedHashMap<>();
    final Map<String, AttachmentType> attachments = new HashMap<>();
    /** The states and counts of the listings that were asked for, {@code null:512}. */
    final List<String> listings = new ArrayList<>();
    /** The ids of the batches that were asked for. */
    final List<List<String>> batches = new ArrayList<>();

    private final Map<String, Deque<String>> refusals = new HashMap<>();
    private final Map<String, String> alwaysRefused = new HashMap<>();
    private final Deque<EwsFault> faults = new ArrayDeque<>();
    private Runnable beforeEachBatch = () -> {};
    boolean stateless;

    /** A mail arrived; its text is that long. */
    FakeCalls mail(String id, int bytes) {
        MessageType listed = new MessageType();
        listed.setItemId(id(id));
        listed.setItemClass("IPM.Note");
        listed.setSize(bytes);
        return arrived(listed, mail(id, "Subject: " + id + "\r\n\r\n" + "x".repeat(bytes)));
    }

    /** Something arrived: what the listing says of it, and what it is. */
    FakeCalls arrived(ItemType listed, ItemType complete) {
        SyncFolderItemsCreateType create = new SyncFolderItemsCreateType();
        create.setItem(listed);
        synchronized (this) {
            changes.add(create);
            items.put(listed.getItemId().getId(), complete);
        }
        return this;
    }

    static MessageType mail(String id, String mime) {
        MessageType message = new MessageType();
        message.setItemId(id(id));
        message.setItemClass("IPM.Note");
        message.setMimeContent(new MimeContentType());
        message.getMimeContent().setValue(Base64.getEncoder().encodeToString(mime.getBytes(StandardCharsets.UTF_8)));
        return message;
    }

    static ItemIdType id(String id) {
        ItemIdType itemId = new ItemIdType();
        itemId.setId(id);
        itemId.setChangeKey("v1");
        return itemId;
    }

    /** The next answers for an item are these codes, one each. */
    FakeCalls refuse(String id, String... codes) {
        refusals.computeIfAbsent(id, any -> new ArrayDeque<>()).addAll(List.of(codes));
        return this;
    }

    FakeCalls refuseAlways(String id, String code) {
        alwaysRefused.put(id, code);
        return this;
    }

    /** The next calls fail as a whole. */
    FakeCalls failNext(String... codes) {
        for (String code : codes) {
            faults.add(new EwsFault(code, "ordered by the test", null));
        }
        return this;
    }

    FakeCalls beforeEachBatch(Runnable action) {
        beforeEachBatch = action;
        return this;
    }

    @Override
    @SuppressWarnings("unchecked")
    public synchronized <R extends BaseRequestType, M extends ResponseMessageType> EwsAnswers<M> call(
            MailboxRef mailbox, EwsOperation<R, M> operation, R request, SentContents contents) {
        CallContext context = new CallContext("fake", mailbox.address(), operation, "request-1");
        fail();
        if (request instanceof SyncFolderItems listing) {
            return (EwsAnswers<M>) new EwsAnswers<>(context, List.of(answer(context, list(listing))), List.of());
        } else if (request instanceof GetAttachment get) {
            List<EwsAnswer<GetAttachmentResponseMessageType>> answers =
                    get.getAttachmentIds().getAttachmentId().stream()
                            .map(id -> attachment(context, id))
                            .toList();
            return (EwsAnswers<M>) new EwsAnswers<>(context, answers, List.of());
        }
        throw new UnsupportedOperationException(operation.name());
    }

    private void fail() {
        EwsFault fault = faults.poll();
        if (fault != null) {
            throw fault;
        }
    }

    private SyncFolderItemsResponseMessageType list(SyncFolderItems request) {
        listings.add(request.getSyncState() + ":" + request.getMaxChangesReturned());
        int from = request.getSyncState() == null ? 0 : Integer.parseInt(request.getSyncState());
        int to = Math.min(changes.size(), from + request.getMaxChangesReturned());
        SyncFolderItemsResponseMessageType message = new SyncFolderItemsResponseMessageType();
        message.setChanges(new SyncFolderItemsChangesType());
        message.getChanges().getChange().addAll(changes.subList(from, to));
        message.setSyncState(stateless ? null : String.valueOf(to));
        message.setIncludesLastItemInRange(to == changes.size());
        return message;
    }

    private EwsAnswer<GetAttachmentResponseMessageType> attachment(CallContext context, RequestAttachmentIdType id) {
        Optional<EwsFault> refusal = refusal(id.getId());
        if (refusal.isPresent()) {
            return EwsAnswer.failed(context, refusal.get());
        }
        GetAttachmentResponseMessageType message = new GetAttachmentResponseMessageType();
        message.setAttachments(new ArrayOfAttachmentsType());
        message.getAttachments().getAttachment().add(attachments.get(id.getId()));
        return answer(context, message);
    }

    @Override
    public EwsAnswers<GetItemResponseMessageType> getItem(MailboxRef mailbox, GetItem request) {
        note(request);
        beforeEachBatch.run(); // outside of the lock, so that several can wait here
        return answer(mailbox, request);
    }

    private static List<String> ids(GetItem request) {
        return request.getItemIds().getId().stream()
                .map(id -> ((ItemIdType) id).getId())
                .toList();
    }

    private synchronized void note(GetItem request) {
        batches.add(ids(request));
    }

    private synchronized EwsAnswers<GetItemResponseMessageType> answer(MailboxRef mailbox, GetItem request) {
        CallContext context = new CallContext("fake", mailbox.address(), EwsOperation.GET_ITEM, "request-2");
        List<String> ids = ids(request);
        fail();
        boolean mime = Boolean.TRUE.equals(request.getItemShape().isIncludeMimeContent());
        List<EwsAnswer<GetItemResponseMessageType>> answers = new ArrayList<>();
        for (String id : ids) {
            answers.add(refusal(id)
                    .map(fault -> EwsAnswer.<GetItemResponseMessageType>failed(context, fault))
                    .orElseGet(() -> answer(context, item(id, mime))));
        }
        return new EwsAnswers<>(context, answers, List.of());
    }

    private Optional<EwsFault> refusal(String id) {
        Deque<String> codes = refusals.get(id);
        String code = codes != null && !codes.isEmpty() ? codes.remove() : alwaysRefused.get(id);
        return Optional.ofNullable(code).map(c -> new EwsFault(c, "ordered by the test", null));
    }

    private GetItemResponseMessageType item(String id, boolean mime) {
        GetItemResponseMessageType message = new GetItemResponseMessageType();
        message.setItems(new ArrayOfRealItemsType());
        ItemType item = items.get(id);
        if (item != null) {
            if (!mime && item instanceof MessageType) {
                MessageType properties = new MessageType();
                properties.setItemId(item.getItemId());
                properties.setSubject("by properties");
                item = properties;
            }
            message.getItems().getItem().add(item);
        }
        return message;
    }

    private static <M extends ResponseMessageType> EwsAnswer<M> answer(CallContext context, M message) {
        return new EwsAnswer<>(context, message, null, Map.of(), ItemContents.inObjects());
    }

    @Override
    public Optional<ServerVersion> serverVersion() {
        return Optional.empty();
    }

    @Override
    public String requestVersion(MailboxRef mailbox) {
        return "Exchange2013_SP1";
    }

    @Override
    public void close() {}
}
