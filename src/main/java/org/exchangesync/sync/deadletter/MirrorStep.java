package org.exchangesync.sync.deadletter;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.exchangesync.sync.ItemJson;
import org.exchangesync.sync.outbox.OwedStep;
import org.exchangesync.sync.outbox.OwedStore;

/**
 * The bean {@code mirror} of the routes: sends a copy of each new dead letter, without its content, to a queue or topic; at
 * least once, with a key. Cycles neither wait for it nor hear of it.
 */
public final class MirrorStep extends OwedStep<StoredLetter> {

    /**
     * @param lease how long a claim holds
     */
    public MirrorStep(OwedStore<StoredLetter> store, Duration lease, Clock clock) {
        super("mirrored", "Copies of dead letters", store, StoredLetter::id, lease, clock);
    }

    /** The message is the letter's JSON, and its headers say what it is about. */
    @Override
    protected void write(StoredLetter letter, Exchange exchange) {
        Message message = exchange.getMessage();
        message.setHeader("key", letter.deliveryKey());
        message.setHeader("deadLetter", letter.id());
        message.setHeader("mailbox", letter.mailbox());
        message.setHeader("kind", letter.kind().label());
        message.setHeader("code", letter.failure().code());
        message.setBody(ItemJson.text(document(letter)));
    }

    private static Map<String, Object> document(StoredLetter letter) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", letter.id());
        document.put("key", letter.deliveryKey());
        document.put("profile", letter.profile());
        document.put("mailbox", letter.mailbox());
        document.put("direction", letter.direction().label());
        document.put("folder", letter.folder().folder());
        document.put("kind", letter.kind().label());
        document.put("itemId", letter.itemId().id());
        document.put("title", letter.title());
        document.put("messageId", letter.messageId());
        document.put("code", letter.failure().code());
        document.put("faultClass", letter.failure().faultClass());
        document.put("cause", letter.failure().cause());
        document.put("cure", letter.failure().cure());
        document.put("route", letter.failure().route());
        document.put("step", letter.failure().step());
        document.put("attempts", letter.failure().attempts());
        document.put("firstSeen", letter.failure().firstSeen());
        document.put("lastSeen", letter.failure().lastSeen());
        return document;
    }
}
