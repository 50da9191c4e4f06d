package org.exchangesync.ews.autodiscover;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.exchangesync.transport.TransportException;

/**
 * What Autodiscover found for a mailbox, and by which steps.
 *
 * @param mailbox the address that was asked for
 * @param ewsUrl where its EWS is, or null
 * @param endpoint which endpoint said so, as it was asked; null where none did
 * @param code why nothing was found: {@code Http401}, {@code ErrorNonExistentMailbox}, {@code ErrorServerBusy}, {@code Network},
 *     {@link #HOST_NOT_ALLOWED} or {@link #FAILED}; null where something was
 * @param reason the same in words, with what to do; null where something was found
 * @param trail all steps in their order
 */
public record AutodiscoverResult(
        String mailbox, URI ewsUrl, Endpoint endpoint, String code, String reason, List<Attempt> trail) {
    /** The code where Autodiscover came to no end for several reasons. */
    public static final String FAILED = "AutodiscoverFailed";
    /** The code where the server was found, but may not be told the password. */
    public static final String HOST_NOT_ALLOWED = "AutodiscoverHostNotAllowed";

    public AutodiscoverResult {
        trail = List.copyOf(trail);
    }

    /**
     * An endpoint that gave an answer, to be asked first the next time.
     *
     * @param trusted whether it may be inside the own network
     */
    public record Endpoint(Attempt.Method method, URI url, boolean trusted) {}

    /** Whether the server was found. */
    public boolean isFound() {
        return ewsUrl != null;
    }

    /** Where EWS is. */
    public Optional<URI> url() {
        return Optional.ofNullable(ewsUrl);
    }

    /** The steps as lines for people. */
    public String trailText() {
        return trail.stream().map(Attempt::toString).collect(Collectors.joining("\n"));
    }

    /** The failure as callers of transports expect it; only where nothing was found. */
    public TransportException failure(String connection) {
        return new TransportException(
                code,
                "Connection '%s', mailbox %s, Autodiscover: %s (%s). Steps: %s"
                        .formatted(
                                connection,
                                mailbox,
                                reason,
                                code,
                                trail.stream().map(Attempt::toString).collect(Collectors.joining("; "))),
                null);
    }
}
