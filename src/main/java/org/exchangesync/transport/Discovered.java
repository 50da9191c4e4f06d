package org.exchangesync.transport;

import java.net.URI;
import java.util.List;

/**
 * Where a mailbox's server was found, and by which steps.
 *
 * @param url of the server, or null
 * @param code why nothing was found; null where something was
 * @param reason the same in words, with what to do; null where something was found
 * @param trail all steps in their order, one line each; no secrets
 */
public record Discovered(URI url, String code, String reason, List<String> trail) {
    public Discovered {
        trail = List.copyOf(trail);
    }
}
