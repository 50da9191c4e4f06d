package org.exchangesync.sync.outgoing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;
import org.exchangesync.item.ItemId;
import org.exchangesync.transport.ItemContents;
import org.exchangesync.transport.WellKnownFolder;

/** One mail while it is being sent: how it stands, and what the server said about it. Used by one thread at a time. */
public final class SendRun {
    private final boolean submits;
    private final boolean wasBegun;
    private final Deque<WellKnownFolder> toAsk = new ArrayDeque<>();
    private final List<ItemId> drafts = new ArrayList<>();
    private final Deque<ItemId> toDiscard = new ArrayDeque<>();
    private OutgoingMail mail;
    private Phase phase = Phase.ASKING;
    private Email email;
    private Content message;
    private ItemId sent;
    private boolean leaving;

    /** What is being done, in this order; a failure means something else in each. */
    enum Phase {
        /** The server is asked what it has of the mail. */
        ASKING,
        /** Drafts of earlier tries are thrown away. */
        DISCARDING,
        /** The mail is read, steps of the route may change it, and a message is made of it. */
        COMPOSING,
        /** The draft is written. */
        DRAFTING,
        /** The draft is sent, or the message handed over. */
        SENDING,
        /** Nothing more is to be done. */
        DONE
    }

    /**
     * @param submits the server takes mail without a draft, and can't be asked about it
     */
    SendRun(OutgoingMail mail, boolean submits) {
        this.mail = mail;
        this.submits = submits;
        this.wasBegun = mail.begunAt() != null;
        if (wasBegun && !submits) {
            toAsk.addAll(List.of(WellKnownFolder.SENT_ITEMS, WellKnownFolder.DRAFTS, WellKnownFolder.OUTBOX));
        }
    }

    /** Whether it was begun before: then there may be an alert about it. */
    boolean wasBegun() {
        return wasBegun;
    }

    OutgoingMail mail() {
        return mail;
    }

    void mail(OutgoingMail now) {
        mail = now;
    }

    boolean submits() {
        return submits;
    }

    Phase phase() {
        return phase;
    }

    void phase(Phase now) {
        phase = now;
    }

    boolean isDone() {
        return phase == Phase.DONE;
    }

    /** The folder that is asked next, or null. */
    WellKnownFolder asks() {
        return toAsk.peek();
    }

    /** What was found in the folder that was asked. */
    void answered(List<ItemId> found) {
        WellKnownFolder folder = toAsk.remove();
        switch (folder) {
            case SENT_ITEMS -> {
                if (!found.isEmpty()) {
                    sent = found.get(0);
                }
            }
            case OUTBOX -> leaving = !found.isEmpty();
            default -> drafts.addAll(found);
        }
    }

    /** The copy in Sent Items, or null. */
    ItemId sent() {
        return sent;
    }

    List<ItemId> drafts() {
        return drafts;
    }

    /** Whether the server is about to send it. */
    boolean isLeaving() {
        return leaving;
    }

    /** The draft that is thrown away next, or null. */
    ItemId discards() {
        return toDiscard.peek();
    }

    void discard(List<ItemId> ids) {
        toDiscard.addAll(ids);
    }

    void discarded() {
        toDiscard.poll();
    }

    Email email() {
        return email;
    }

    void email(Email now) {
        email = now;
    }

    /** The message that was made of the mail. */
    void message(Content made) {
        message = made;
    }

    /** Frees the files behind the mail. */
    void close() {
        if (message != null) {
            message.close();
            message = null;
        }
        if (email != null) {
            ItemContents.close(email);
            email = null;
        }
    }
}
