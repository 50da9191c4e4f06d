/**
 * The engine's stores over JDBC, on H2 and PostgreSQL: {@link org.exchangesync.sync.SyncStore} and {@link
 * org.exchangesync.sync.MailboxSchedule}.
 *
 * <p>Begin with {@link org.exchangesync.store.JdbcDatabase}, which opens a database, migrates it and gives the stores. The
 * tables are in {@code migration/V*.sql} and explained in {@code docs/schema.md}; {@link org.exchangesync.store.Tables}
 * repeats their columns so that inserts and the cutting of long texts follow from one place. Whatever differs between the
 * databases is in {@link org.exchangesync.store.Dialect}.
 *
 * <p>Uses {@code item}, {@code transport} and the interfaces of {@code sync}; only the wiring uses it.
 */
package org.exchangesync.store;
