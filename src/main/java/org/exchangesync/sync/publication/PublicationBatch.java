package org.exchangesync.sync.publication;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.exchangesync.sync.Publication;

/**
 * One claim on its way to the target, and how each of its publications fared. This class is threadsafe.
 *
 * <p>Whether a target is away, or only chokes on one publication, can't be told from one failure: many a receiver answers
 * 500 to what it should have refused. So others are tried. If one arrives the target is there, and those before it are
 * suspected; if three in a row fail, or none arrived at all, the target is away, and that is no failure of theirs.
 */
final class PublicationBatch implements Iterable<Publication> {
    private static final int ENOUGH = 3;

    private final List<Publication> arrived = new ArrayList<>();
    private final Map<Publication, String> refused = new LinkedHashMap<>();
    private final Map<Publication, String> suspected = new LinkedHashMap<>();
    private final Map<Publication, String> doubtful = new LinkedHashMap<>();
    private PublicationClaim claim;
    private boolean stopped;

    PublicationBatch(PublicationClaim claim) {
        this.claim = claim;
    }

    @Override
    public Iterator<Publication> iterator() {
        return claim().publications().iterator();
    }

    synchronized PublicationClaim claim() {
        return claim;
    }

    /** The claim has a new end. */
    synchronized void renewed(PublicationClaim longer) {
        claim = longer;
    }

    /** Sends nothing more. */
    synchronized void stop() {
        stopped = true;
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    synchronized void arrived(Publication publication) {
        arrived.add(publication);
        suspected.putAll(doubtful);
        doubtful.clear();
    }

    /** The target answered, and didn't want it. */
    synchronized void refused(Publication publication, String reason) {
        refused.put(publication, reason);
    }

    /** The target did not answer, or said that it is in trouble. */
    synchronized void notReached(Publication publication, String reason) {
        doubtful.put(publication, reason);
        if (doubtful.size() >= ENOUGH) {
            stopped = true;
        }
    }

    synchronized List<Publication> arrived() {
        return List.copyOf(arrived);
    }

    /** What the target refused, with its reasons. */
    synchronized Map<Publication, String> refused() {
        return new LinkedHashMap<>(refused);
    }

    /** What did not reach a target that others reached; complete when everything was tried. */
    synchronized Map<Publication, String> suspected() {
        Map<Publication, String> all = new LinkedHashMap<>(suspected);
        if (!isTargetAway()) {
            all.putAll(doubtful);
        }
        return all;
    }

    /** What could not be sent because the target is away, with the reasons; empty if it is there. */
    synchronized Map<Publication, String> postponed() {
        return isTargetAway() ? new LinkedHashMap<>(doubtful) : Map.of();
    }

    private boolean isTargetAway() {
        return doubtful.size() >= ENOUGH || !doubtful.isEmpty() && arrived.isEmpty();
    }
}
