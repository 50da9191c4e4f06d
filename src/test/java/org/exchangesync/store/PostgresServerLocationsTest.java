package org.exchangesync.store;

class PostgresServerLocationsTest extends ServerLocationsStoreContract {
    @Override
    JdbcDatabase.Settings make() {
        return TestPostgres.database("servers");
    }
}
