package org.exchangesync.ews.client;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.exchangesync.ews.client.messages.BaseRequestType;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.messages.ResponseMessageType;
import org.exchangesync.transport.MailboxRef;

/** A client without a network: a test gives the bytes of each answer, and they are read as those of a server. */
final class WireCalls implements EwsCalls {
    /** More calls than this mean that somebody asks for ever. */
    private static final int MOST_CALLS = 500;

    private final Function<BaseRequestType, byte[]> server;
    private int calls;

    WireCalls(Function<BaseRequestType, byte[]> server) {
        this.server = server;
    }

    @Override
    public <R extends BaseRequestType, M extends ResponseMessageType> EwsAnswers<M> call(
            MailboxRef mailbox, EwsOperation<R, M> operation, R request, SentContents contents) {
        Call<M> call = read(operation, request);
        if (call.fault() != null) {
            call.contents().close();
            throw call.fault();
        }
        return new EwsAnswers<>(call.context(), call.answers(), List.of(call.contents()));
    }

    @Override
    public EwsAnswers<GetItemResponseMessageType> getItem(MailboxRef mailbox, GetItem request) {
        return new ItemRescue(batch -> read(EwsOperation.GET_ITEM, batch)).getItems(request);
    }

    private synchronized <R extends BaseRequestType, M extends ResponseMessageType> Call<M> read(
            EwsOperation<R, M> operation, R request) {
        if (++calls > MOST_CALLS) {
            throw new AssertionError("asked " + MOST_CALLS + " times and goes on");
        }
        return Soap.read(operation, new ByteArrayInputStream(server.apply(request)), EwsLimits.DEFAULT, 1 << 20);
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
