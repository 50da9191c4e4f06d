package org.exchangesync.store;

class PostgresOperationsStoresTest extends OperationsStoresContract {
    @Override
    JdbcDatabase.Settings make() {
        return TestPostgres.database("operations");
    }
}
