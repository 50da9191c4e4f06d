package org.exchangesync.store;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.exchangesync.transport.ServerLocations;

/**
 * Table {@code mailbox_server}: what Autodiscover found, for all nodes. This class is threadsafe.
 *
 * @see <a href="https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/mailbox">the columns
 *     EWSURL and LastAutoDiscoveredOn of Dynamics 365</a>
 */
final class JdbcServerLocations implements ServerLocations {
    private final Transactions transactions;

    JdbcServerLocations(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Location> find(String mailbox) {
        return transactions
                .run(jdbc -> jdbc.query(
                        "SELECT ews_url, last_autodiscovered_on FROM mailbox_server WHERE mailbox = ?",
                        row -> new Location(
                                URI.create(row.getString("ews_url")), Jdbc.instant(row, "last_autodiscovered_on")),
                        key(mailbox)))
                .stream()
                .findFirst();
    }

    @Override
    public void found(String mailbox, URI url, Instant when) {
        transactions.runPatiently(jdbc -> {
            int changed = jdbc.update(
                    "UPDATE mailbox_server SET ews_url = ?, last_autodiscovered_on = ?, last_attempt_at = ?"
                            + " WHERE mailbox = ?",
                    url.toString(),
                    when,
                    when,
                    key(mailbox));
            if (changed == 0) {
                jdbc.insert(
                        Tables.MAILBOX_SERVER,
                        List.<Object[]>of(Tables.MAILBOX_SERVER.fitted(key(mailbox), url.toString(), when, when)));
            }
            return null;
        });
    }

    @Override
    public boolean claimRefresh(String mailbox, Instant now, Duration atMostEvery) {
        return transactions.runPatiently(jdbc -> jdbc.update(
                        "UPDATE mailbox_server SET last_attempt_at = ? WHERE mailbox = ? AND last_attempt_at <= ?",
                        now,
                        key(mailbox),
                        now.minus(atMostEvery)))
                == 1;
    }

    @Override
    public void forget(String mailbox) {
        transactions.runPatiently(jdbc -> jdbc.update("DELETE FROM mailbox_server WHERE mailbox = ?", key(mailbox)));
    }

    private static String key(String mailbox) {
        return mailbox.toLowerCase(Locale.ROOT);
    }
}
