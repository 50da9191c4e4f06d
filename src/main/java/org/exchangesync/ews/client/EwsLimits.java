package org.exchangesync.ews.client;

import java.time.Duration;

/**
 * What an answer may cost at most, so that no server, however broken or hostile, takes the memory, the disk or the time of
 * this process. Exceeding one ends in a fault with the code {@link org.exchangesync.transport.TransportException#LIMIT}.
 *
 * @param elements of one answer: each may become an object of some hundred bytes
 * @param depth elements within elements; each attachment that is an item nested in an item takes three
 * @param tagBytes the length of one tag with its attributes
 * @param attributes on one element
 * @param textBytes one run of text that stays in memory, such as a body
 * @param xmlBytes all of an answer but the contents that are cut out of it; most of this becomes objects in memory
 * @param contentBytes one content (MIME or attachment), decoded; exceeding it costs only that content
 * @param answerBytes all of an answer after decompression
 * @param answerTime from the first to the last byte of an answer
 * @param callTime from the first byte of the request to the last of the answer: ends also what drips before the answer
 *     begins, a server that doesn't take the request, and one that goes on after the answer's end
 */
public record EwsLimits(
        int elements,
        int depth,
        int tagBytes,
        int attributes,
        long textBytes,
        long xmlBytes,
        long contentBytes,
        long answerBytes,
        Duration answerTime,
        Duration callTime) {
    private static final long MIB = 1 << 20;

    /** Generous for real mailboxes: 200,000 elements, 256 MiB a content, 4 GiB an answer, ten minutes. */
    public static final EwsLimits DEFAULT = new EwsLimits(
            200_000,
            256,
            64 << 10,
            64,
            32 * MIB,
            64 * MIB,
            256 * MIB,
            4096 * MIB,
            Duration.ofMinutes(10),
            Duration.ofMinutes(15));

    public EwsLimits {
        if (elements < 8
                || depth < 8
                || tagBytes < 1024
                || attributes < 8
                || textBytes < 1
                || xmlBytes < 1
                || contentBytes < 1
                || answerBytes < 1) {
            throw new IllegalArgumentException("limits too small for any answer: elements>=8, depth>=8, tagBytes>=1024,"
                    + " attributes>=8 and all sizes above 0 are needed");
        }
    }
}
