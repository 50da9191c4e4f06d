package org.exchangesync.ews.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.exchangesync.ews.client.mapping.ItemMapper;
import org.exchangesync.ews.client.mapping.ItemParts;
import org.exchangesync.ews.client.mapping.UnmappableItemException;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.item.Content;
import org.exchangesync.item.mime.EmailParser;
import org.exchangesync.item.mime.MimeLimits;

/**
 * Any bytes as the answer to a call: they are read, or give a typed fault; each item in them is mapped, or gives a typed
 * fault. Errors aren't caught, nor are exceptions that no signature names.
 */
public final class AnswerFuzz {
    private static final int SPOOL_FROM = 1 << 20;
    private static final ItemMapper MAPPER = new ItemMapper(new EmailParser(MimeLimits.DEFAULT, SPOOL_FROM, Soap.TMP));

    private AnswerFuzz() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] answer) throws IOException {
        EwsOperation<?, ?> operation = Samples.operation(answer);
        Call<?> call = Soap.read(operation, new ByteArrayInputStream(answer), EwsLimits.DEFAULT, SPOOL_FROM);
        try {
            if (call.fault() != null) {
                check(call.fault());
            }
            for (EwsAnswer<?> one : call.answers()) {
                one.fault().ifPresent(AnswerFuzz::check);
                if (one.received().orElse(null) instanceof GetItemResponseMessageType items
                        && items.getItems() != null) {
                    for (ItemType item : items.getItems().getItem()) {
                        map(one, item);
                    }
                }
            }
        } finally {
            call.contents().close();
        }
    }

    private static void check(EwsFault fault) {
        if (!fault.code().matches("\\w{1,120}") || !fault.getMessage().contains("anna@example.org")) {
            throw new AssertionError("a fault that says too little: " + fault.code() + ", " + fault.getMessage());
        }
    }

    private static void map(EwsAnswer<?> answer, ItemType item) throws IOException {
        Content mime = null;
        try {
            mime = answer.mimeContent(item).orElse(null);
            if (item != null && answer.flaw(item).isEmpty()) {
                org.exchangesync.transport.ItemContents.close(MAPPER.read(item, ItemParts.ofMime(mime)));
            }
        } catch (EwsFault damaged) {
            check(damaged);
        } catch (UnmappableItemException e) {
            if (e.fault().code().isEmpty() || e.fault().message().isBlank()) {
                throw new AssertionError("a fault that says nothing", e);
            }
        } finally {
            if (mime != null) {
                mime.close();
            }
        }
    }
}
