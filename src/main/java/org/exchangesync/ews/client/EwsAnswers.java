package org.exchangesync.ews.client;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.exchangesync.ews.client.messages.ResponseMessageType;
import org.exchangesync.transport.TransportException;

/**
 * The answers to one call, in the order of what was asked. Some may be faults while others are fine. Closing frees the
 * contents that nobody took.
 *
 * @param <M> the response messages' class
 */
public final class EwsAnswers<M extends ResponseMessageType> implements Iterable<EwsAnswer<M>>, AutoCloseable {
    private final CallContext call;
    private final List<EwsAnswer<M>> answers;
    private final List<CutContents> contents;

    EwsAnswers(CallContext call, List<EwsAnswer<M>> answers, List<CutContents> contents) {
        this.call = call;
        this.answers = List.copyOf(answers);
        this.contents = List.copyOf(contents);
    }

    /** How many there are. */
    public int size() {
        return answers.size();
    }

    /** The answer to the n-th thing asked for. */
    public EwsAnswer<M> get(int index) {
        if (index >= answers.size()) {
            throw call.fault(
                    TransportException.BAD_ANSWER,
                    "the server gave " + answers.size() + " answers, fewer than it was asked for",
                    null);
        }
        return answers.get(index);
    }

    /**
     * The answer where one thing was asked for.
     *
     * @throws EwsFault if it is an error, or if the server gave none
     */
    public M only() {
        return get(0).message();
    }

    public Stream<EwsAnswer<M>> stream() {
        return answers.stream();
    }

    @Override
    public Iterator<EwsAnswer<M>> iterator() {
        return answers.iterator();
    }

    @Override
    public void close() {
        contents.forEach(CutContents::close);
    }
}
