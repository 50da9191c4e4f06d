package org.exchangesync.check.identity;

import java.net.URI;
import java.time.Instant;

/**
 * A token that was found to be good, and what it says.
 *
 * @param mailboxId {@code msexchuid}: the mailbox, unique in its Exchange organization
 * @param metadataUrl {@code amurl}: the organization's metadata document
 * @param audience the add-in that the token was issued for
 * @param issuer the Exchange server that issued it
 * @param notBefore from when on it is good
 * @param expires until when
 */
public record IdentityToken(
        String mailboxId, URI metadataUrl, String audience, String issuer, Instant notBefore, Instant expires) {

    /** Who it is, unique in the world: the organization's metadata document and the mailbox, one behind the other. */
    public String user() {
        return metadataUrl + mailboxId;
    }
}
