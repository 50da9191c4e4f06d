package org.exchangesync.sync.publication;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.exchangesync.sync.Publication;

/**
 * Publications that failed once while others arrived. The target may just have come back, or have been away for a moment; so
 * only the second time it is theirs. Kept in memory only: who forgets them gives them one more try. This class is threadsafe.
 */
final class PublicationSuspects {
    private static final int MOST = 10_000;

    private final Set<Long> ids = new HashSet<>();

    /**
     * Judges the suspects of a batch.
     *
     * @param refused gets those that failed for the second time
     * @return those that get another try
     */
    synchronized List<Publication> judge(PublicationBatch batch, Map<Publication, String> refused) {
        batch.arrived().forEach(publication -> ids.remove(publication.id()));
        List<Publication> again = new ArrayList<>();
        batch.suspected().forEach((publication, reason) -> {
            if (ids.remove(publication.id())) {
                refused.put(publication, reason);
            } else {
                again.add(publication);
            }
        });
        if (ids.size() > MOST || batch.isStopped()) {
            ids.clear(); // the target is away beyond doubt: what failed before may have failed for that
        }
        again.forEach(publication -> ids.add(publication.id()));
        return again;
    }
}
