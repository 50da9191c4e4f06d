package org.exchangesync.sync.publication;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.exchangesync.sync.Publication;

/**
 * Publications that this process alone may send for a while, at most one a record.
 *
 * @param token tells this claim from any other
 * @param publications in the order in which they are to be tried
 * @param until when others may take what is not settled
 */
public record PublicationClaim(UUID token, List<Publication> publications, Instant until) {
    public PublicationClaim {
        publications = List.copyOf(publications);
    }
}
