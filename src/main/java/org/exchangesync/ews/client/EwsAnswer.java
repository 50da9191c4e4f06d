package org.exchangesync.ews.client;

import java.util.Map;
import java.util.Optional;
import org.exchangesync.ews.client.messages.ResponseMessageType;
import org.exchangesync.ews.client.types.FileAttachmentType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.item.Content;

/**
 * The answer to one of the things asked for in a call: a response message, or the fault that stands for it.
 *
 * @param <M> the response message's class
 */
public final class EwsAnswer<M extends ResponseMessageType> implements ItemContents {
    private final CallContext call;
    private final M message;
    private final EwsFault fault;
    private final Map<ItemType, String> flaws;
    private final ItemContents contents;

    EwsAnswer(CallContext call, M message, EwsFault fault, Map<ItemType, String> flaws, ItemContents contents) {
        this.call = call;
        this.message = message;
        this.fault = fault;
        this.flaws = flaws;
        this.contents = contents;
    }

    /** The answer to something for which the server's answer couldn't be read. */
    static <M extends ResponseMessageType> EwsAnswer<M> failed(CallContext call, EwsFault fault) {
        return new EwsAnswer<>(call, null, fault, Map.of(), ItemContents.inObjects());
    }

    /** The same answer as a fault: its message turned out to be unusable. */
    EwsAnswer<M> refused(String code, String why) {
        return new EwsAnswer<>(call, message, call.fault(code, why, null), flaws, contents);
    }

    /** What went wrong, if something did. */
    public Optional<EwsFault> fault() {
        return Optional.ofNullable(fault);
    }

    /**
     * The response message.
     *
     * @throws EwsFault if it tells of an error
     */
    public M message() {
        if (fault != null) {
            throw fault;
        }
        return message;
    }

    /** The response message even if it tells of an error; empty where none could be read. */
    public Optional<M> received() {
        return Optional.ofNullable(message);
    }

    /** Why this item of the answer is incomplete: a value in it was unreadable. Other items are not affected. */
    public Optional<EwsFault> flaw(ItemType item) {
        return Optional.ofNullable(flaws.get(item)).map(what -> call.fault(EwsFault.ITEM_CORRUPT, what, null));
    }

    @Override
    public Optional<Content> mimeContent(ItemType item) {
        try {
            return contents.mimeContent(item);
        } catch (EwsFault damaged) {
            throw call.located(damaged);
        }
    }

    @Override
    public Optional<Content> fileContent(FileAttachmentType attachment) {
        try {
            return contents.fileContent(attachment);
        } catch (EwsFault damaged) {
            throw call.located(damaged);
        }
    }
}
