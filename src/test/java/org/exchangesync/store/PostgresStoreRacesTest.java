package org.exchangesync.store;

class PostgresStoreRacesTest extends StoreRacesContract {
    @Override
    JdbcDatabase.Settings make() {
        return TestPostgres.database("races");
    }
}
