package org.exchangesync.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.exchangesync.failure.RetryLadder;
import org.exchangesync.sync.Publication;
import org.exchangesync.sync.publication.PublicationClaim;
import org.exchangesync.sync.publication.PublicationStore;

/** Publications in table {@code publication}; each step is one transaction. This class is threadsafe. */
final class JdbcPublicationStore implements PublicationStore {
    private final Transactions transactions;
    private final Clock clock;
    private final RetryLadder retries;

    JdbcPublicationStore(Transactions transactions, Clock clock, RetryLadder retries) {
        this.transactions = transactions;
        this.clock = clock;
        this.retries = retries;
    }

    @Override
    public PublicationClaim claim(int limit, long bytes, Duration lease) {
        UUID token = UUID.randomUUID();
        Instant now = clock.instant();
        Instant until = now.plus(lease);
        List<Publication> claimed = transactions.run(jdbc -> table(jdbc).claim(token, limit, bytes, now, until));
        return new PublicationClaim(token, claimed, until);
    }

    @Override
    public PublicationClaim renew(PublicationClaim claim, Duration lease) {
        Instant until = clock.instant().plus(lease);
        boolean renewed = transactions.run(jdbc -> table(jdbc).renew(claim, until));
        return renewed ? new PublicationClaim(claim.token(), claim.publications(), until) : null;
    }

    @Override
    public boolean settle(PublicationClaim claim, Results results) {
        return transactions.run(jdbc -> {
            PublicationTable table = table(jdbc);
            Instant now = clock.instant();
            boolean ours = table.arrived(claim.token(), results.arrived());
            table.refused(claim.token(), results.refused(), retries, now);
            table.postpone(claim.token(), results.postponed(), results.postponedUntil());
            table.release(claim, now);
            return ours;
        });
    }

    @Override
    public void releaseAll() {
        transactions.run(jdbc -> table(jdbc).releaseAll(clock.instant()));
    }

    private PublicationTable table(Jdbc jdbc) {
        return new PublicationTable(jdbc, transactions.dialect());
    }
}
