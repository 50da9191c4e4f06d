package org.exchangesync.store;

class PostgresOutgoingStoreTest extends OutgoingStoreContract {
    @Override
    JdbcDatabase.Settings make() {
        return TestPostgres.database("outgoing_store");
    }
}
