package org.exchangesync.ews.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The open elements of an answer as far as cutting needs them: which one is a bulk element. Told by namespace and parent,
 * because the protocol has several elements named {@code Content}.
 */
final class ElementStack {
    private static final byte OTHER = 0;
    private static final byte ITEM = 1;
    private static final byte FILE_ATTACHMENT = 2;
    private static final Set<String> ITEMS = Set.of(
            "Item",
            "Message",
            "CalendarItem",
            "Contact",
            "DistributionList",
            "MeetingMessage",
            "MeetingRequest",
            "MeetingResponse",
            "MeetingCancellation",
            "Task",
            "PostItem");

    private final AnswerBudget budget;
    private byte[] kinds = new byte[32];
    private int depth;
    private final List<Binding> bindings = new ArrayList<>();

    private record Binding(int depth, String prefix, boolean types) {}

    ElementStack(AnswerBudget budget) {
        this.budget = budget;
    }

    /** How many elements are open. */
    int depth() {
        return depth;
    }

    /** Takes note of a whole tag, from {@code <} to {@code >}; true if it opens an element with bulk text. */
    boolean tag(byte[] tag, int length) {
        if (tag[1] == '/') {
            pop();
            return false;
        }
        budget.element();
        boolean empty = tag[length - 2] == '/';
        int nameEnd = nameEnd(tag, length);
        depth++;
        budget.name(ascii(tag, 1, nameEnd));
        attributes(tag, nameEnd, length);
        int colon = Ascii.indexOf((byte) ':', tag, 1, nameEnd);
        byte parent = depth > 1 ? kinds[depth - 2] : OTHER;
        boolean types = inTypes(colon < 0 ? "" : ascii(tag, 1, colon));
        String local = ascii(tag, colon < 0 ? 1 : colon + 1, nameEnd);
        boolean bulk = types
                && ((parent == ITEM && local.equals("MimeContent"))
                        || (parent == FILE_ATTACHMENT && local.equals("Content")));
        if (empty) {
            pop();
            return false;
        }
        push(kind(types, local));
        return bulk;
    }

    private static byte kind(boolean types, String local) {
        if (!types) {
            return OTHER;
        }
        return local.equals("FileAttachment") ? FILE_ATTACHMENT : ITEMS.contains(local) ? ITEM : OTHER;
    }

    private void push(byte kind) {
        budget.depth(depth);
        if (depth > kinds.length) {
            kinds = Arrays.copyOf(kinds, depth * 2);
        }
        kinds[depth - 1] = kind;
    }

    private void pop() {
        while (!bindings.isEmpty() && bindings.get(bindings.size() - 1).depth() >= depth) {
            bindings.remove(bindings.size() - 1);
        }
        depth = Math.max(0, depth - 1);
    }

    private static int nameEnd(byte[] tag, int length) {
        int i = 1;
        while (i < length - 1 && !Ascii.isSpace(tag[i]) && tag[i] != '/') {
            i++;
        }
        return i;
    }

    /** Counts the attributes and keeps the namespace declarations among them. */
    private void attributes(byte[] tag, int from, int length) {
        int count = 0;
        int i = from;
        while (i < length) {
            int equals = Ascii.indexOf((byte) '=', tag, i, length);
            if (equals < 0) {
                return;
            }
            int open = equals + 1;
            while (open < length && Ascii.isSpace(tag[open])) {
                open++;
            }
            if (open >= length || (tag[open] != '"' && tag[open] != '\'')) {
                return;
            }
            int close = Ascii.indexOf(tag[open], tag, open + 1, length);
            if (close < 0) {
                return;
            }
            budget.attributes(++count);
            String name = ascii(tag, i, equals).trim();
            budget.name(name);
            if (name.equals("xmlns") || name.startsWith("xmlns:")) {
                String prefix = name.length() > 6 ? name.substring(6) : "";
                bindings.add(new Binding(depth, prefix, Ascii.equal(Namespaces.TYPES, tag, open + 1, close)));
            }
            i = close + 1;
        }
    }

    private boolean inTypes(String prefix) {
        for (int i = bindings.size() - 1; i >= 0; i--) {
            if (bindings.get(i).prefix().equals(prefix)) {
                return bindings.get(i).types();
            }
        }
        return false;
    }

    private static String ascii(byte[] bytes, int from, int to) {
        return new String(bytes, from, Math.max(0, to - from), StandardCharsets.ISO_8859_1);
    }
}
