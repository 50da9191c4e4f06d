package org.exchangesync.popsmtp;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.exchangesync.item.Change;
import org.exchangesync.item.ChangeType;
import org.exchangesync.item.ItemFault;
import org.exchangesync.item.ItemId;
import org.exchangesync.item.ItemKind;
import org.exchangesync.transport.ChangePage;
import org.exchangesync.transport.ChangeQuery;
import org.exchangesync.transport.ChangeSession;
import org.exchangesync.transport.ItemContents;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.SeenItems;
import org.exchangesync.transport.SyncState;
import org.exchangesync.transport.TransportException;

/**
 * Reads what is new in a maildrop. New is what the committed pages haven't seen: one list of unique ids tells, and only new
 * messages are fetched. The state says only how many were seen; which they are stands in rows that are saved with it.
 *
 * <p>One session with the server lasts until all that was new in it has been read; what comes later is seen by the next one,
 * because a POP3 session sees the maildrop as it was when it began.
 */
final class Pop3Session implements ChangeSession {
    /** A message that broke the connection again and again. */
    static final String CUT = "Pop3MessageCut";

    /** So many old messages for each that a page may hold are skipped before what was found out is committed. */
    private static final int SKIPPED_FOR_ONE = 5;

    private static final Pattern STATE = Pattern.compile("pop3:1:(\\d{1,18})");

    private final Supplier<Pop3Client> server;
    private final MessageReader reader;
    private final Suspicions suspicions;
    private final MailboxRef mailbox;
    private final ChangeQuery query;
    private final Set<String> told = new HashSet<>();
    private final Deque<String> waiting = new ArrayDeque<>();
    private final List<String> gone = new ArrayList<>();
    private long mark;
    private Pop3Client client;
    private Maildrop drop;

    /** @param server opens a session with it */
    Pop3Session(
            Supplier<Pop3Client> server,
            MessageReader reader,
            Suspicions suspicions,
            MailboxRef mailbox,
            ChangeQuery query) {
        this.server = server;
        this.reader = reader;
        this.suspicions = suspicions;
        this.mailbox = mailbox;
        this.query = query;
        this.mark = mark(query);
    }

    private static long mark(ChangeQuery query) {
        if (query.state().isStart()) {
            return 0;
        }
        Matcher state = STATE.matcher(query.state().value());
        if (!state.matches()) {
            throw new TransportException(
                    TransportException.INVALID_SYNC_STATE,
                    "'" + query.state().value() + "' is no state of pop-smtp: the mailbox is read from its beginning",
                    null);
        }
        long mark = Long.parseLong(state.group(1));
        if (mark > 0 && query.seen() == SeenItems.NONE) {
            throw new TransportException(
                    TransportException.CONFIGURATION,
                    "the state alone doesn't say which messages were seen: keep what pages call seen, and give it with the"
                            + " query",
                    null);
        }
        return mark;
    }

    @Override
    public ChangePage next() {
        if (client == null) {
            open();
        }
        List<Change> changes = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        boolean done = false;
        try {
            ChangePage page = page(changes, seen);
            done = true;
            return page;
        } catch (IOException e) {
            throw NetworkTrouble.of(client.server(), "reading " + mailbox.address(), e);
        } finally {
            if (!done) {
                changes.forEach(ItemContents::close);
                seen.forEach(told::remove);
                abandon();
            }
        }
    }

    private void open() {
        client = server.get();
        boolean done = false;
        try {
            drop = Maildrop.read(client);
            waiting.clear();
            waiting.addAll(drop.ids());
            boolean first = query.state().isStart();
            Set<String> known = first ? Set.of() : query.seen().among(drop.ids());
            waiting.removeIf(id -> known.contains(id) || told.contains(id));
            gone.clear();
            if (!first && query.seen().count() > known.size()) {
                query.seen().all().stream()
                        .filter(id -> !drop.has(id) && !told.contains(id))
                        .forEach(gone::add);
            }
            if (!waiting.isEmpty()) {
                drop.readSizes();
            }
            done = true;
        } catch (IOException e) {
            throw NetworkTrouble.of(client.server(), "listing the messages of " + mailbox.address(), e);
        } finally {
            if (!done) {
                abandon();
            }
        }
    }

    private ChangePage page(List<Change> changes, List<String> seen) throws IOException {
        long bytes = 0;
        boolean whole = true;
        while (whole && !waiting.isEmpty() && changes.size() < query.maxItems() && seen.size() < most()) {
            String id = waiting.peek();
            if (isTooOld(id)) {
                take(seen);
                continue;
            }
            if (!changes.isEmpty() && bytes + drop.size(id) > query.maxBytes()) {
                break;
            }
            MessageReader.Read read;
            try {
                read = reader.read(client, drop, id, drop.size(id));
            } catch (IOException e) {
                Change given = givenUp(id, changes.isEmpty() && seen.isEmpty(), e);
                if (given != null) {
                    changes.add(given);
                    take(seen);
                }
                whole = false;
                continue;
            }
            suspicions.clear(mailbox.address(), id);
            changes.add(read.change());
            take(seen);
            bytes += Math.max(read.bytes(), drop.size(id));
            whole = read.inStep();
        }
        boolean last = whole && waiting.isEmpty();
        if (last) {
            client.leave();
        }
        if (last || !whole) {
            abandon();
        }
        List<String> forgotten = List.copyOf(gone);
        gone.clear();
        mark += seen.size();
        SyncState next = seen.isEmpty() && !query.state().isStart() && mark == mark(query)
                ? query.state()
                : new SyncState("pop3:1:" + mark);
        return new ChangePage(changes, next, last, seen, forgotten);
    }

    private int most() {
        return (int) Math.min(Integer.MAX_VALUE, (long) query.maxItems() * SKIPPED_FOR_ONE);
    }

    private void take(List<String> seen) {
        String id = waiting.poll();
        told.add(id);
        seen.add(id);
    }

    private boolean isTooOld(String id) throws IOException {
        if (query.since() == null) {
            return false;
        }
        Instant received = drop.header(id).receivedAt();
        return received != null && received.isBefore(query.since());
    }

    /**
     * The connection broke in the middle of a message. What came before it is a page; where nothing did, it is tried again by
     * whoever asks again, but not for ever.
     *
     * @return what is told of the message if it is given up, else null
     */
    private Change givenUp(String id, boolean nothingBefore, IOException cause) throws IOException {
        if (!nothingBefore) {
            return null;
        }
        if (!suspicions.areConfirmed(mailbox.address(), id)) {
            throw cause;
        }
        suspicions.clear(mailbox.address(), id);
        return Change.unreadable(
                ChangeType.CREATE,
                ItemKind.EMAIL,
                ItemId.of(id),
                new ItemFault(
                        CUT,
                        "The connection broke " + Suspicions.ENOUGH + " times in the middle of this message ("
                                + cause.getMessage()
                                + "), and the messages behind it wait. It is still on the server: read it"
                                + " there; mend or remove it, then replay."),
                null);
    }

    @Override
    public void committed(ChangePage page) {
        // Which messages were seen is saved with the page; deletes are owed by it, and done in sessions of their own.
    }

    @Override
    public Set<ItemId> missing(Collection<ItemId> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        Pop3Client asked = server.get();
        try {
            Maildrop now = Maildrop.read(asked);
            asked.leave();
            return ids.stream().filter(id -> !now.has(id.id())).collect(Collectors.toSet());
        } catch (IOException e) {
            throw NetworkTrouble.of(asked.server(), "listing the messages of " + mailbox.address(), e);
        } finally {
            asked.close();
        }
    }

    private void abandon() {
        if (client != null) {
            client.close();
            client = null;
            drop = null;
            waiting.clear();
        }
    }

    @Override
    public void close() {
        if (client != null) {
            client.leave();
        }
        abandon();
    }
}
