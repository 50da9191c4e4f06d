package org.exchangesync.popsmtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The messages of one session, told apart: by their unique ids; where a server has none, or gives the same to two messages,
 * by a digest of the header, which costs a TOP for each of them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1939#page-12">RFC 1939: UIDL</a>
 */
final class Maildrop {
    /** Before ids that are none of the server's; those hold no blank. */
    static final String BY_HEADER = "header ";

    /** What fits into every place where ids are kept; longer ones break RFC 1939 (70 characters). */
    private static final int LONGEST_ID = 500;

    private final Pop3Client client;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final Map<Integer, MessageHeader> headers = new HashMap<>();
    private final Map<Integer, Long> sizes = new HashMap<>();
    private final boolean hasUids;

    private Maildrop(Pop3Client client, boolean hasUids) {
        this.client = client;
        this.hasUids = hasUids;
    }

    /** Asks for the list of messages. */
    static Maildrop read(Pop3Client client) throws IOException {
        List<Pop3Client.Listed> listed = client.uids();
        Maildrop drop = new Maildrop(client, listed != null);
        if (listed == null) {
            drop.readSizes();
            for (int number : List.copyOf(drop.sizes.keySet()).stream().sorted().toList()) {
                drop.numbers.putIfAbsent(drop.idByHeader(number), number);
            }
            return drop;
        }
        Set<String> once = new HashSet<>();
        Set<String> twice = new HashSet<>();
        for (Pop3Client.Listed message : listed) {
            if (!isGood(message.uid()) || !once.add(message.uid())) {
                twice.add(String.valueOf(message.uid()));
            }
        }
        for (Pop3Client.Listed message : listed) {
            boolean unique = isGood(message.uid()) && !twice.contains(message.uid());
            drop.numbers.putIfAbsent(unique ? message.uid() : drop.idByHeader(message.number()), message.number());
        }
        return drop;
    }

    private static boolean isGood(String uid) {
        return uid != null && !uid.isEmpty() && uid.length() <= LONGEST_ID && uid.indexOf(' ') < 0;
    }

    private String idByHeader(int number) throws IOException {
        return BY_HEADER + header(number).digest();
    }

    /** Whether the server has unique ids at all. */
    boolean hasUids() {
        return hasUids;
    }

    /** The ids in the order of the server. */
    Collection<String> ids() {
        return numbers.keySet();
    }

    boolean has(String id) {
        return numbers.containsKey(id);
    }

    int number(String id) {
        return numbers.get(id);
    }

    /** Asks for the sizes of all messages at once. */
    void readSizes() throws IOException {
        for (Pop3Client.Listed size : client.sizes()) {
            sizes.put(
                    size.number(),
                    size.uid() != null && size.uid().matches("\\d{1,15}") ? Long.parseLong(size.uid()) : 0);
        }
    }

    /** What the server takes for the size of a message; 0 where it doesn't say. Valid after {@link #readSizes}. */
    long size(String id) {
        return sizes.getOrDefault(number(id), 0L);
    }

    /** The header of a message, asked for once. */
    MessageHeader header(String id) throws IOException {
        return header(number(id));
    }

    private MessageHeader header(int number) throws IOException {
        MessageHeader known = headers.get(number);
        if (known != null) {
            return known;
        }
        MessageHeader.Collector collector = new MessageHeader.Collector();
        if (!client.header(number, collector)) {
            client.message(number, collector); // a server without TOP gives all or nothing
        }
        MessageHeader header = collector.header();
        if (headers.size() < 1_000) {
            headers.put(number, header);
        }
        return header;
    }

    /** The newest first, as far as the order of the server says. */
    List<String> newestFirst() {
        List<String> ids = new ArrayList<>(numbers.keySet());
        Collections.reverse(ids);
        return ids;
    }
}
