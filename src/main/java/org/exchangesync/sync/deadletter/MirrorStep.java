package org.exchangesync.sync.deadletter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.exchangesync.sync.ItemJson;
import org.exchangesync.sync.LostRaceException;
import org.exchangesync.sync.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code mirror} of the routes: sends a copy of each new dead letter, without its content, to a queue or topic; at
 * least once, with a key. Cycles neither wait for it nor hear of it.
 */
public final class MirrorStep {
    /** The exchange property with the letters that are claimed. */
    public static final String BATCH = "mirrored";

    private static final int MOST = 100;
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(MirrorStep.class);

    private final MirrorStore store;
    private final Duration lease;
    private final Clock clock;

    /**
     * @param lease how long a claim holds
     */
    public MirrorStep(MirrorStore store, Duration lease, Clock clock) {
        this.store = store;
        this.lease = lease;
        this.clock = clock;
    }

    /** The letters of one claim. Used by one thread at a time. */
    public static final class Batch {
        private final UUID token = UUID.randomUUID();
        private final List<Long> arrived = new ArrayList<>();
        private List<StoredLetter> letters = List.of();
        private boolean stopped;

        /** For the route. */
        public List<StoredLetter> getLetters() {
            return letters;
        }
    }

    /**
     * Claims the next letters whose copies are owed.
     *
     * @return false if there are none, or the database is away
     */
    public boolean claim(Exchange exchange) {
        Batch before = exchange.getProperty(BATCH, Batch.class);
        Batch batch = new Batch();
        exchange.setProperty(BATCH, batch);
        if (before != null && before.stopped || exchange.getContext().isStopping()) {
            return false;
        }
        try {
            batch.letters = store.claim(batch.token, MOST, lease);
        } catch (StoreException | LostRaceException e) {
            LOG.debug("Copies of dead letters wait: {}", e.getMessage());
        }
        return !batch.letters.isEmpty();
    }

    /** Whether the letter in the body is to be sent: not behind one that didn't arrive. */
    public boolean inTurn(Exchange exchange) {
        return !batch(exchange).stopped;
    }

    /** Takes the letter in the body: the message is now its JSON, and its headers say what it is about. */
    public void begin(Exchange exchange) {
        Message message = exchange.getMessage();
        StoredLetter letter = message.getBody(StoredLetter.class);
        exchange.setProperty(BATCH + ".letter", letter.id());
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

    /** It arrived. */
    public void done(Exchange exchange) {
        batch(exchange).arrived.add(exchange.getProperty(BATCH + ".letter", Long.class));
    }

    /** It didn't: it and those behind it are tried again a little later. */
    public void failed(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        batch(exchange).stopped = true;
        LOG.warn(
                "Copies of dead letters don't arrive and are sent again in {} s: {}",
                PAUSE.toSeconds(),
                String.valueOf(failure));
    }

    /** Notes what arrived and what did not. */
    public void settle(Exchange exchange) {
        Batch batch = batch(exchange);
        List<Long> rest =
                new ArrayList<>(batch.letters.stream().map(StoredLetter::id).toList());
        rest.removeAll(batch.arrived);
        Instant dueAt = clock.instant().plus(PAUSE);
        try {
            store.arrived(batch.token, batch.arrived);
            store.postponed(batch.token, rest, dueAt);
        } catch (StoreException | LostRaceException e) {
            LOG.warn("Copies of dead letters that arrived could not be noted and come again: {}", e.getMessage());
        }
    }

    private static Batch batch(Exchange exchange) {
        return exchange.getProperty(BATCH, Batch.class);
    }
}
