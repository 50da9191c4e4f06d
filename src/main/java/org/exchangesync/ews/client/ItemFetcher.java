package org.exchangesync.ews.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.exchangesync.ews.client.mapping.ItemMapper;
import org.exchangesync.ews.client.mapping.Shapes;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.types.ItemResponseShapeType;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.TransportException;

/**
 * Gets complete items in batches, several at once, and says of each what became of it. Only what is wrong with the server at
 * the moment ends the whole with an exception; what is wrong with one item is that item's fault.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/getitem-operation">GetItem</a>
 */
final class ItemFetcher {
    /** About so many bytes are asked for at once: what a slow server still sends within its minute. */
    private static final long BATCH_BYTES = 16 << 20;

    private final EwsCalls client;
    private final ItemReader reader;
    private final BatchSize batchSize;
    private final Clock clock;
    private final Executor executor;
    private final int parallel;

    /**
     * @param parallel the most batches under way at once for one caller
     * @param executor runs those beyond the first
     */
    ItemFetcher(EwsCalls client, ItemMapper mapper, BatchSize batchSize, Clock clock, Executor executor, int parallel) {
        this.client = client;
        this.reader = new ItemReader(client, mapper);
        this.batchSize = batchSize;
        this.clock = clock;
        this.executor = executor;
        this.parallel = parallel;
    }

    /**
     * An item to get.
     *
     * @param id its address
     * @param size about how large it is, in bytes
     * @param tries how often it was asked for alone and failed
     * @param retry it is to be asked for alone
     */
    record Wanted(ItemId id, long size, int tries, boolean retry) {
        Wanted(ItemId id, long size) {
            this(id, size, 0, false);
        }

        Wanted failed() {
            return new Wanted(id, size, tries + 1, true);
        }

        Wanted alone() {
            return new Wanted(id, size, tries, true);
        }
    }

    /** What became of the items, by their ids as they were asked for. */
    Map<String, FetchedItem> fetch(MailboxRef mailbox, ItemKind kind, List<Wanted> wanted) {
        Fetching fetching = new Fetching(mailbox, kind, wanted);
        List<CompletableFuture<Void>> helpers = new ArrayList<>();
        int batches = (wanted.size() + batchSize.current() - 1) / batchSize.current();
        for (int i = 1; i < Math.min(parallel, batches); i++) {
            helpers.add(CompletableFuture.runAsync(fetching, executor));
        }
        fetching.run();
        helpers.forEach(CompletableFuture::join);
        return fetching.result();
    }

    /** One list of items under way, worked on by one or more threads. */
    private final class Fetching implements Runnable {
        private final MailboxRef mailbox;
        private final ItemKind kind;
        private final Deque<Wanted> queue;
        private final Set<String> ids;
        private final Map<String, FetchedItem> fetched = new ConcurrentHashMap<>();
        private Throwable failure;

        Fetching(MailboxRef mailbox, ItemKind kind, List<Wanted> wanted) {
            this.mailbox = mailbox;
            this.kind = kind;
            this.queue = new ArrayDeque<>(wanted);
            this.ids = wanted.stream().map(item -> item.id().id()).collect(Collectors.toSet());
        }

        /** Works until nothing is left; who puts items back goes on with them. Failures wait for {@link #result}. */
        @Override
        public void run() {
            try {
                for (List<Wanted> batch = take(); !batch.isEmpty(); batch = take()) {
                    putBack(fetchBatch(batch));
                }
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }

        private synchronized void failed(Throwable e) {
            queue.clear();
            if (failure == null) {
                failure = e;
            } else {
                failure.addSuppressed(e);
            }
        }

        private synchronized List<Wanted> take() {
            List<Wanted> batch = new ArrayList<>();
            long bytes = 0;
            int most = batchSize.current();
            while (!queue.isEmpty() && batch.size() < most) {
                Wanted next = queue.peek();
                if (!batch.isEmpty() && (next.retry() || bytes + next.size() > BATCH_BYTES)) {
                    break;
                }
                bytes += next.size();
                batch.add(queue.remove());
                if (next.retry()) {
                    break;
                }
            }
            return batch;
        }

        private synchronized void putBack(List<Wanted> again) {
            for (int i = again.size() - 1; i >= 0 && failure == null; i--) {
                queue.addFirst(again.get(i));
            }
        }

        synchronized Map<String, FetchedItem> result() {
            if (failure == null) {
                return fetched;
            }
            fetched.values().forEach(FetchedItem::discard);
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }

        /** Gets a batch and returns what of it is to be asked for again. */
        private List<Wanted> fetchBatch(List<Wanted> batch) {
            Instant asked = clock.instant();
            GetItem request = request(Shapes.complete(kind, client.requestVersion(mailbox)), batch);
            Map<Wanted, EwsFault> refused = new LinkedHashMap<>();
            List<Wanted> again = new ArrayList<>();
            try (EwsAnswers<GetItemResponseMessageType> answers = client.getItem(mailbox, request)) {
                batchSize.answered(batch.size(), Duration.between(asked, clock.instant()));
                for (int i = 0; i < batch.size(); i++) {
                    Wanted item = batch.get(i);
                    EwsAnswer<GetItemResponseMessageType> answer = answers.get(i);
                    if (answer.fault().isEmpty()) {
                        FetchedItem given = read(item.id(), answer);
                        if (isDamagedOnItsWay(given) && item.tries() + 1 < ItemRescue.ALONE) {
                            given.discard();
                            again.add(item.failed());
                        } else {
                            fetched.put(item.id().id(), given);
                        }
                    } else {
                        refused.put(item, answer.fault().get());
                    }
                }
            } catch (EwsFault fault) {
                if (fault.code().equals(TransportException.NETWORK)) {
                    batchSize.timedOut(batch.size());
                }
                if (!ItemCodes.isUndecided(fault.code())) {
                    throw fault;
                }
                batch.stream()
                        .filter(item -> !fetched.containsKey(item.id().id()))
                        .forEach(item -> refused.put(item, fault));
            }
            if (refused.values().stream().anyMatch(fault -> fault.code().equals(ItemCodes.TIMEOUT))) {
                batchSize.timedOut(batch.size());
            }
            refused.forEach(
                    (item, fault) -> decide(item, fault, batch.size() == 1).ifPresent(again::add));
            return again;
        }

        /** Base64 that is none may be the item, or what lies between it and us: asking again tells. */
        private static boolean isDamagedOnItsWay(FetchedItem item) {
            return item.fault() != null && item.fault().code().equals(EwsFault.BAD_BASE64);
        }

        /** An answer that names another of the items is not this one's, wherever it stands. */
        private FetchedItem read(ItemId asked, EwsAnswer<GetItemResponseMessageType> answer) {
            String named = ItemReader.named(answer);
            if (named != null && !named.equals(asked.id()) && ids.contains(named)) {
                return FetchedItem.unreadable(
                        asked,
                        new ItemFault(
                                EwsFault.ITEM_CORRUPT,
                                "Asked for this item, the server gave another one, " + named
                                        + ". Look at the item in the mailbox."),
                        null);
            }
            return reader.read(mailbox, asked, answer);
        }

        /** An item that wasn't given is gone, or to be asked for again (returned), or unreadable; or it's the server. */
        private Optional<Wanted> decide(Wanted item, EwsFault fault, boolean alone) {
            String code = fault.code();
            if (code.equals(ItemCodes.NOT_FOUND)) {
                fetched.put(item.id().id(), FetchedItem.gone(item.id()));
            } else if (ItemCodes.isOfTheMoment(code)) {
                throw fault;
            } else if (ItemCodes.isUndecided(code) && !alone) {
                return Optional.of(code.equals(ItemCodes.INTERNAL) ? item.alone() : item);
            } else if (ItemCodes.isUndecided(code) && item.tries() + 1 < ItemRescue.ALONE) {
                return Optional.of(item.failed());
            } else {
                fetched.put(item.id().id(), secondLook(item.id(), fault));
            }
            return Optional.empty();
        }

        /**
         * Asks once more for less. A mail that the server can't make MIME of comes as properties; one whose class lacks the
         * properties of mail comes without them. Of others only the id is asked for: where the server gives not even that,
         * nor any other item, it is the server's trouble, otherwise the item's.
         */
        private FetchedItem secondLook(ItemId id, EwsFault first) {
            boolean properties = ItemCodes.isWithoutMime(first.code());
            boolean bytes = kind == ItemKind.EMAIL && ItemCodes.isOtherClass(first.code());
            ItemResponseShapeType shape = properties
                    ? Shapes.properties(kind, client.requestVersion(mailbox))
                    : bytes ? Shapes.mimeOnly() : Shapes.idOnly();
            try (EwsAnswers<GetItemResponseMessageType> answers =
                    client.getItem(mailbox, request(shape, List.of(new Wanted(id, 0))))) {
                EwsAnswer<GetItemResponseMessageType> answer = answers.get(0);
                if (answer.fault().isEmpty()) {
                    return properties || bytes
                            ? reader.read(mailbox, id, answer)
                            : FetchedItem.unreadable(id, ItemReader.fault(first), null);
                }
                EwsFault second = answer.fault().get();
                if (second.code().equals(ItemCodes.NOT_FOUND)) {
                    return FetchedItem.gone(id);
                }
                boolean unclear = ItemCodes.isUndecided(first.code()) && ItemCodes.isUndecided(second.code());
                boolean othersAreFine = fetched.values().stream().anyMatch(other -> other.item() != null);
                if (ItemCodes.isOfTheMoment(second.code()) || unclear && !othersAreFine) {
                    throw second;
                }
                return FetchedItem.unreadable(id, ItemReader.fault(first), null);
            }
        }
    }

    private static GetItem request(ItemResponseShapeType shape, List<Wanted> items) {
        GetItem request = new GetItem();
        request.setItemShape(shape);
        request.setItemIds(Targets.items(
                items.stream().map(item -> ItemId.of(item.id().id())).toList()));
        return request;
    }
}
