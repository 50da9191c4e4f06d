package org.exchangesync.transport;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps locations as long as the process lives. Threadsafe. */
public final class MemoryServerLocations implements ServerLocations {
    private record Kept(Location location, Instant attemptedAt) {}

    private final Map<String, Kept> mailboxes = new ConcurrentHashMap<>();

    @Override
    public Optional<Location> find(String mailbox) {
        return Optional.ofNullable(mailboxes.get(key(mailbox))).map(Kept::location);
    }

    @Override
    public void found(String mailbox, URI url, Instant when) {
        mailboxes.put(key(mailbox), new Kept(new Location(url, when), when));
    }

    @Override
    public boolean claimRefresh(String mailbox, Instant now, Duration atMostEvery) {
        boolean[] mine = new boolean[1];
        mailboxes.computeIfPresent(key(mailbox), (name, kept) -> {
            mine[0] = !kept.attemptedAt.plus(atMostEvery).isAfter(now);
            return mine[0] ? new Kept(kept.location, now) : kept;
        });
        return mine[0];
    }

    @Override
    public void forget(String mailbox) {
        mailboxes.remove(key(mailbox));
    }

    private static String key(String mailbox) {
        return mailbox.toLowerCase(Locale.ROOT);
    }
}
