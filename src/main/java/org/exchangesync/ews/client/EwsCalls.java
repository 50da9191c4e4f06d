package org.exchangesync.ews.client;

import java.util.Optional;
import org.exchangesync.ews.client.messages.BaseRequestType;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.messages.ResponseMessageType;
import org.exchangesync.transport.MailboxRef;

/** What the transport asks of a client. {@link EwsClient} is the one that talks to servers. */
interface EwsCalls extends AutoCloseable {

    /** Calls an operation without large contents. */
    default <R extends BaseRequestType, M extends ResponseMessageType> EwsAnswers<M> call(
            MailboxRef mailbox, EwsOperation<R, M> operation, R request) {
        return call(mailbox, operation, request, new SentContents());
    }

    /** See {@link EwsClient#call(MailboxRef, EwsOperation, BaseRequestType, SentContents)}. */
    <R extends BaseRequestType, M extends ResponseMessageType> EwsAnswers<M> call(
            MailboxRef mailbox, EwsOperation<R, M> operation, R request, SentContents contents);

    /** See {@link EwsClient#getItem}. */
    EwsAnswers<GetItemResponseMessageType> getItem(MailboxRef mailbox, GetItem request);

    /** See {@link EwsClient#serverVersion()}. */
    Optional<ServerVersion> serverVersion();

    /** See {@link EwsClient#requestVersion}. */
    String requestVersion(MailboxRef mailbox);

    @Override
    void close();

    /** The token by which requests sign in; empty where they sign in otherwise. */
    default Optional<String> token() {
        return Optional.empty();
    }
}
