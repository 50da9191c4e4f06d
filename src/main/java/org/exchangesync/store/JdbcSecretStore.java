package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.exchangesync.profile.SecretStore;

/** Sealed secrets in table {@code secret}. Threadsafe. */
final class JdbcSecretStore implements SecretStore {
    private static final String SELECT = "SELECT name, key_id, sealed, updated_at, updated_by FROM secret";

    private final Transactions transactions;
    private final Clock clock;

    JdbcSecretStore(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public Optional<Sealed> find(String name) {
        return transactions.run(jdbc -> jdbc.query(SELECT + " WHERE name = ?", JdbcSecretStore::sealed, name).stream()
                .findFirst());
    }

    @Override
    public List<Sealed> all() {
        return transactions.run(jdbc -> jdbc.query(SELECT + " ORDER BY name", JdbcSecretStore::sealed));
    }

    @Override
    public void put(String name, String keyId, String sealed, String who) {
        transactions.runPatiently(jdbc -> {
            Object[] row = {keyId, sealed, clock.instant(), who, name};
            if (jdbc.update(
                            "UPDATE secret SET key_id = ?, sealed = ?, updated_at = ?, updated_by = ? WHERE name = ?",
                            row)
                    == 0) {
                jdbc.update(
                        "INSERT INTO secret (key_id, sealed, updated_at, updated_by, name) VALUES (?, ?, ?, ?, ?)",
                        row);
            }
            note(jdbc, who, "stored", name);
            return null;
        });
    }

    @Override
    public boolean remove(String name, String who) {
        return transactions.runPatiently(jdbc -> {
            boolean there = jdbc.update("DELETE FROM secret WHERE name = ?", name) == 1;
            if (there) {
                note(jdbc, who, "removed", name);
            }
            return there;
        });
    }

    @Override
    public int reseal(UnaryOperator<Sealed> reseal, String who) {
        return transactions.runPatiently(jdbc -> {
            int changed = 0;
            for (Sealed old : jdbc.query(SELECT + " ORDER BY name FOR UPDATE", JdbcSecretStore::sealed)) {
                Sealed fresh = reseal.apply(old);
                if (!fresh.equals(old)) {
                    jdbc.update(
                            "UPDATE secret SET key_id = ?, sealed = ? WHERE name = ?",
                            fresh.keyId(),
                            fresh.sealed(),
                            old.name());
                    note(jdbc, who, "sealed-anew", old.name());
                    changed++;
                }
            }
            return changed;
        });
    }

    private void note(Jdbc jdbc, String who, String act, String name) {
        AuditTable.note(jdbc, clock.instant(), who, act, "secret " + name, null, null);
    }

    private static Sealed sealed(ResultSet row) throws SQLException {
        return new Sealed(
                row.getString("name"),
                row.getString("key_id"),
                row.getString("sealed"),
                Jdbc.instant(row, "updated_at"),
                row.getString("updated_by"));
    }
}
