package org.exchangesync.ews.autodiscover;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.exchangesync.ews.autodiscover.AutodiscoverResult.Endpoint;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.ServerLocations;
import org.exchangesync.transport.ServerLocations.Location;
import org.exchangesync.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows where mailboxes are: remembers what Autodiscover said, asks again when that is too old or when the server no longer
 * answers, and never more than once at a time for a mailbox. Threadsafe.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-refresh-configuration-information-by-using-autodiscover">
 *     Refresh configuration information by using Autodiscover</a>
 */
public final class ServerFinder {
    /** After a trouble, a mailbox is looked for anew at most so often. */
    static final Duration AT_MOST_EVERY = Duration.ofHours(1);
    /** So long a mailbox that was not found isn't looked for again by those who only want to use it. */
    static final Duration FAILURE_STANDS = Duration.ofMinutes(1);

    /** So long a location is used without being read again: other nodes may have found a new one. */
    static final Duration READ_EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(ServerFinder.class);

    private record Wanted(ConnectionSettings settings, String mailbox) {}

    private record Read(Location location, Instant at) {}

    private record Failed(AutodiscoverResult result, Instant at) {}

    private final Autodiscover autodiscover;
    private final ServerLocations locations;
    private final Clock clock;
    private final Map<Wanted, CompletableFuture<AutodiscoverResult>> underWay = new ConcurrentHashMap<>();
    private final Map<String, Read> reads = new ConcurrentHashMap<>();
    private final Map<Wanted, Failed> failures = new ConcurrentHashMap<>();
    private final Map<Wanted, Endpoint> endpoints = new ConcurrentHashMap<>();
    private final Map<ConnectionSettings, AccountGate> accounts = new ConcurrentHashMap<>();

    /** @param locations what is remembered */
    public ServerFinder(Autodiscover autodiscover, ServerLocations locations, Clock clock) {
        this.autodiscover = autodiscover;
        this.locations = locations;
        this.clock = clock;
    }

    /**
     * Where the EWS of a mailbox is.
     *
     * @throws TransportException if it was never found, and can't be found now
     */
    public URI url(ConnectionSettings settings, String mailbox) {
        Optional<Location> known = allowed(settings, mailbox, recent(mailbox));
        if (known.isEmpty()) {
            AutodiscoverResult result = find(settings, mailbox, false);
            return result.url().orElseThrow(() -> result.failure(settings.name()));
        }
        Instant now = clock.instant();
        boolean expired = !known.get()
                .discoveredAt()
                .plus(settings.discovery().validity())
                .isAfter(now);
        if (expired && locations.claimRefresh(mailbox, now, AT_MOST_EVERY)) {
            // What was known is used until something better is known.
            return find(settings, mailbox, false).url().orElse(known.get().url());
        }
        return known.get().url();
    }

    /**
     * Looks whether a mailbox has gone to another server, after one failed.
     *
     * @param failed where the mailbox was expected
     * @return where it is now; empty if it is where it was, if that can't be found out, or if it was asked for less than an
     *     hour ago
     */
    public Optional<URI> movedFrom(ConnectionSettings settings, String mailbox, URI failed) {
        CompletableFuture<AutodiscoverResult> other = underWay.get(wanted(settings, mailbox));
        if (other != null) {
            await(other, settings, mailbox);
        }
        Optional<URI> meanwhile = other(settings, mailbox, failed);
        if (meanwhile.isPresent() || !locations.claimRefresh(mailbox, clock.instant(), AT_MOST_EVERY)) {
            return meanwhile;
        }
        find(settings, mailbox, false);
        Optional<URI> found = other(settings, mailbox, failed);
        found.ifPresent(url ->
                LOG.info("Connection '{}': mailbox {} has moved from {} to {}", settings.name(), mailbox, failed, url));
        return found;
    }

    /** Asks in any case, whatever is remembered, and remembers what was found: for tests of a connection. */
    public AutodiscoverResult ask(ConnectionSettings settings, String mailbox) {
        return find(settings, mailbox, true);
    }

    /** What was found before, read not too long ago. */
    private Optional<Location> recent(String mailbox) {
        String key = mailbox.toLowerCase(Locale.ROOT);
        Instant now = clock.instant();
        Read read = reads.get(key);
        if (read != null && read.at.plus(READ_EVERY).isAfter(now)) {
            return Optional.of(read.location);
        }
        Optional<Location> found = locations.find(mailbox);
        found.ifPresentOrElse(location -> reads.put(key, new Read(location, now)), () -> reads.remove(key));
        return found;
    }

    /** The same if it still may be told the password. */
    private static Optional<Location> allowed(
            ConnectionSettings settings, String mailbox, Optional<Location> location) {
        return location.filter(found -> new HostPolicy(mailbox, settings.discovery())
                .refusal(found.url())
                .isEmpty());
    }

    private Optional<URI> other(ConnectionSettings settings, String mailbox, URI failed) {
        reads.remove(mailbox.toLowerCase(Locale.ROOT));
        return allowed(settings, mailbox, recent(mailbox)).map(Location::url).filter(url -> !url.equals(failed));
    }

    private static Wanted wanted(ConnectionSettings settings, String mailbox) {
        return new Wanted(settings, mailbox.toLowerCase(Locale.ROOT));
    }

    /** Asks, or waits for the one who does. */
    private AutodiscoverResult find(ConnectionSettings settings, String mailbox, boolean inAnyCase) {
        Wanted wanted = wanted(settings, mailbox);
        CompletableFuture<AutodiscoverResult> mine = new CompletableFuture<>();
        CompletableFuture<AutodiscoverResult> other = underWay.putIfAbsent(wanted, mine);
        if (other != null) {
            return await(other, settings, mailbox);
        }
        try {
            AutodiscoverResult result = ask(wanted, settings, mailbox, inAnyCase);
            mine.complete(result);
            return result;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(wanted, mine);
        }
    }

    private AutodiscoverResult ask(Wanted wanted, ConnectionSettings settings, String mailbox, boolean inAnyCase) {
        Failed before = failures.get(wanted);
        if (!inAnyCase && before != null && before.at.plus(FAILURE_STANDS).isAfter(clock.instant())) {
            return before.result;
        }
        Wanted domain = new Wanted(settings, wanted.mailbox.substring(wanted.mailbox.lastIndexOf('@') + 1));
        AutodiscoverResult result = accounts.computeIfAbsent(settings, account -> new AccountGate(clock))
                .pass(
                        mailbox,
                        inAnyCase,
                        () -> autodiscover.discover(settings, mailbox, Optional.ofNullable(endpoints.get(domain))));
        if (!result.isFound()) {
            LOG.warn(
                    "Connection '{}': Autodiscover finds no server for mailbox {}: {} ({})\n{}",
                    settings.name(),
                    mailbox,
                    result.reason(),
                    result.code(),
                    result.trailText());
            failures.put(wanted, new Failed(result, clock.instant()));
            return result;
        }
        failures.remove(wanted);
        if (result.endpoint() != null) {
            endpoints.put(domain, result.endpoint());
        }
        locations.found(mailbox, result.ewsUrl(), clock.instant());
        reads.remove(wanted.mailbox);
        return result;
    }

    private static AutodiscoverResult await(
            CompletableFuture<AutodiscoverResult> other, ConnectionSettings settings, String mailbox) {
        try {
            return other.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(
                    TransportException.NETWORK,
                    "Connection '" + settings.name() + "', mailbox " + mailbox + ": interrupted during Autodiscover",
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException told) {
                throw told;
            }
            throw new IllegalStateException("Autodiscover failed for mailbox " + mailbox, e.getCause());
        }
    }
}
