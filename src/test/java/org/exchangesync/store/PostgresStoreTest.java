package org.exchangesync.store;

class PostgresStoreTest extends SyncStoreContract {
    @Override
    JdbcDatabase.Settings make() {
        return TestPostgres.database("store");
    }
}
