package org.exchangesync.sandbox.discovery;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What Autodiscover is to answer instead of the truth.
 *
 * @param answer what
 * @param target an address or URL for redirects; a status or code for errors
 * @param mailbox the address for which it is answered, or null for all
 * @param protocol over which it is answered, or null for all
 * @param count how often; below zero for ever
 */
public record DiscoveryRule(Answer answer, String target, String mailbox, Protocol protocol, int count) {

    /** Ways to be asked. */
    public enum Protocol {
        SOAP,
        POX,
        JSON
    }

    /** What can be answered. */
    public enum Answer {
        /** RedirectAddress: another address of the mailbox. */
        REDIRECT_ADDRESS,
        /** RedirectUrl: another URL of Autodiscover. */
        REDIRECT_URL,
        /** HTTP 302. */
        HTTP_REDIRECT,
        /** Another HTTP status, such as 404 or 503. */
        HTTP_STATUS,
        /** An error: {@code InvalidUser}, {@code ServerBusy}, … over SOAP, a number such as 500 over POX. */
        ERROR,
        /** Another address of EWS than the one where the mailbox is. */
        EWS_URL
    }

    /** A rule for all, over all protocols, for ever. */
    public static DiscoveryRule of(Answer answer, String target) {
        return new DiscoveryRule(answer, target, null, null, -1);
    }

    /** The same in the words of the control API, such as {@code redirect-url} and {@code soap}. */
    public static DiscoveryRule of(String answer, String target, String mailbox, String protocol, int count) {
        return new DiscoveryRule(
                word(Answer.values(), "answer", answer),
                target,
                mailbox,
                protocol == null ? null : word(Protocol.values(), "protocol", protocol),
                count);
    }

    private static <E extends Enum<E>> E word(E[] values, String field, String word) {
        List<String> allowed = Arrays.stream(values).map(DiscoveryRule::word).toList();
        int at = allowed.indexOf(word);
        if (at < 0) {
            throw new IllegalArgumentException(
                    "'" + field + "' can't be '" + word + "'; allowed: " + String.join(", ", allowed));
        }
        return values[at];
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public DiscoveryRule {
        if (target == null || target.isBlank()) {
            throw new IllegalArgumentException("'target' is missing: the address, URL, status or code to answer");
        }
        if (answer == Answer.HTTP_STATUS && !target.matches("[1-5]\\d\\d")) {
            throw new IllegalArgumentException("'target' is an HTTP status, not '" + target + "'");
        }
        if (protocol == Protocol.JSON
                && Set.of(Answer.REDIRECT_ADDRESS, Answer.REDIRECT_URL).contains(answer)) {
            throw new IllegalArgumentException("over json there are no redirects but http-redirect");
        }
    }

    /** The same for one mailbox. */
    public DiscoveryRule mailbox(String address) {
        return new DiscoveryRule(answer, target, address, protocol, count);
    }

    /** The same over one protocol. */
    public DiscoveryRule over(Protocol one) {
        return new DiscoveryRule(answer, target, mailbox, one, count);
    }

    /** The same so many times. */
    public DiscoveryRule times(int number) {
        return new DiscoveryRule(answer, target, mailbox, protocol, number);
    }
}
