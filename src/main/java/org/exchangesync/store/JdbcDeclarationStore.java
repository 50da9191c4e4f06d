package org.exchangesync.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.exchangesync.profile.Declaration;
import org.exchangesync.profile.Declaration.Kind;
import org.exchangesync.profile.DeclarationStore;

/** Declarations in table {@code declaration}. Threadsafe. */
final class JdbcDeclarationStore implements DeclarationStore {
    private static final String COLUMNS = "kind, name, json, source";

    private final Transactions transactions;
    private final Clock clock;

    JdbcDeclarationStore(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public List<Declaration> all() {
        return transactions.run(JdbcDeclarationStore::all);
    }

    private static List<Declaration> all(Jdbc jdbc) {
        return jdbc.query(
                "SELECT " + COLUMNS + " FROM declaration ORDER BY kind, name", JdbcDeclarationStore::declaration);
    }

    @Override
    public long version() {
        return transactions.run(jdbc -> jdbc.query("SELECT version FROM declaration_version", row -> row.getLong(1))
                .get(0));
    }

    @Override
    public Changes applyFiles(Collection<Declaration> wanted, String who) {
        return transactions.runPatiently(jdbc -> new Change(jdbc, who).to(wanted, true));
    }

    @Override
    public Changes put(Collection<Declaration> wanted, String who) {
        return transactions.runPatiently(jdbc -> new Change(jdbc, who).to(wanted, false));
    }

    @Override
    public boolean remove(Kind kind, String name, String who) {
        return transactions.runPatiently(jdbc -> {
            Change change = new Change(jdbc, who);
            Declaration there = change.before.get(key(kind, name));
            if (there == null) {
                return false;
            }
            if (!there.source().equals(Declaration.API)) {
                throw new DeclaredElsewhereException(there, there.source());
            }
            change.remove(there);
            change.finish();
            return true;
        });
    }

    private static String key(Kind kind, String name) {
        return kind.name() + ' ' + name;
    }

    private static Declaration declaration(ResultSet row) throws SQLException {
        return new Declaration(
                Kind.valueOf(row.getString("kind")),
                row.getString("name"),
                row.getString("json"),
                row.getString("source"));
    }

    /** One change of many rows; the version's row keeps others waiting until it is over. */
    private final class Change {
        private final Jdbc jdbc;
        private final String who;
        private final AuditTable audit;
        private final Map<String, Declaration> before = new TreeMap<>();
        private final List<String> profiles = new ArrayList<>();
        private int added;
        private int changed;
        private int removed;

        Change(Jdbc jdbc, String who) {
            this.jdbc = jdbc;
            this.who = who;
            this.audit = new AuditTable(jdbc, clock.instant());
            jdbc.query("SELECT version FROM declaration_version FOR UPDATE", row -> row.getLong(1));
            all(jdbc).forEach(declaration -> before.put(key(declaration.kind(), declaration.name()), declaration));
        }

        Changes to(Collection<Declaration> wanted, boolean exactly) {
            for (Declaration declaration : wanted) {
                Declaration was = before.remove(key(declaration.kind(), declaration.name()));
                if (was != null
                        && was.source().equals(Declaration.API)
                                != declaration.source().equals(Declaration.API)) {
                    throw new DeclaredElsewhereException(declaration, was.source());
                }
                if (!declaration.equals(was)) {
                    write(declaration, was);
                }
            }
            if (exactly) {
                before.values().stream()
                        .filter(left -> !left.source().equals(Declaration.API))
                        .forEach(this::remove);
            }
            return finish();
        }

        private void write(Declaration declaration, Declaration was) {
            if (was == null) {
                added++;
                jdbc.update(
                        "INSERT INTO declaration (source, json, updated_at, updated_by, kind, name)"
                                + " VALUES (?, ?, ?, ?, ?, ?)",
                        values(declaration));
            } else {
                changed++;
                jdbc.update(
                        "UPDATE declaration SET source = ?, json = ?, updated_at = ?, updated_by = ?"
                                + " WHERE kind = ? AND name = ?",
                        values(declaration));
            }
            if (declaration.kind() == Kind.PROFILE) {
                profiles.add(declaration.name());
            }
            note(was == null ? "declared" : "changed", declaration, declaration.json());
        }

        private Object[] values(Declaration declaration) {
            return new Object[] {
                declaration.source(),
                declaration.json(),
                clock.instant(),
                who,
                declaration.kind().name(),
                declaration.name()
            };
        }

        void remove(Declaration declaration) {
            removed++;
            jdbc.update(
                    "DELETE FROM declaration WHERE kind = ? AND name = ?",
                    declaration.kind().name(),
                    declaration.name());
            note("removed", declaration, null);
        }

        private void note(String act, Declaration declaration, String details) {
            audit.add(
                    who,
                    act,
                    declaration.kind().label() + " " + declaration.name(),
                    declaration.kind() == Kind.MAILBOX ? declaration.name() : null,
                    details);
        }

        Changes finish() {
            Changes changes = new Changes(added, changed, removed, profiles);
            if (!changes.isEmpty()) {
                audit.flush();
                jdbc.update("UPDATE declaration_version SET version = version + 1");
            }
            return changes;
        }
    }
}
