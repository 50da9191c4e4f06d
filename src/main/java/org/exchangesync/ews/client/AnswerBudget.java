package org.exchangesync.ews.client;

import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.exchangesync.transport.TransportException;

/** What one answer has cost so far, held against the limits. */
final class AnswerBudget {
    /** More names than EWS has. XML readers keep each name, and the time to find one among many grows with their number. */
    private static final int MOST_NAMES = 2000;

    private final EwsLimits limits;
    private final Clock clock;
    private final long deadline;
    private long bytes;
    private long cut;
    private long text;
    private int elements;
    private final Set<String> names = new HashSet<>();

    AnswerBudget(EwsLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.deadline = clock.millis() + limits.answerTime().toMillis();
    }

    /** So many bytes came. */
    void came(int count) {
        bytes += count;
        limit(bytes > limits.answerBytes(), "is longer than %d bytes", limits.answerBytes());
        limit(
                clock.millis() > deadline,
                "takes longer than %d ms",
                limits.answerTime().toMillis());
    }

    /** So many of the bytes belong to contents, whose size is limited elsewhere. */
    void cut(int count) {
        cut += count;
    }

    /** All bytes that came have been looked at. What is dropped counts too: a server could send comments for ever. */
    void looked() {
        limit(bytes - cut > limits.xmlBytes(), "has more than %d bytes of XML", limits.xmlBytes());
    }

    /** A tag ended the text before it. */
    void textEnds() {
        text = 0;
    }

    void text(int length) {
        text += length;
        limit(text > limits.textBytes(), "has a text of more than %d bytes", limits.textBytes());
    }

    void tag(int length) {
        limit(length > limits.tagBytes(), "has a tag of more than %d bytes", limits.tagBytes());
    }

    void element() {
        limit(++elements > limits.elements(), "has more than %d elements", limits.elements());
    }

    /** An element or attribute has this name. */
    void name(String name) {
        limit(names.add(name) && names.size() > MOST_NAMES, "has more than %d different names", MOST_NAMES);
    }

    void depth(int depth) {
        limit(depth > limits.depth(), "nests elements more than %d deep", limits.depth());
    }

    void attributes(int count) {
        limit(count > limits.attributes(), "has an element with more than %d attributes", limits.attributes());
    }

    private static void limit(boolean exceeded, String what, long limit) {
        if (exceeded) {
            throw new EwsFault(
                    TransportException.LIMIT, "The answer " + what.formatted(limit) + ", which is the limit", null);
        }
    }
}
