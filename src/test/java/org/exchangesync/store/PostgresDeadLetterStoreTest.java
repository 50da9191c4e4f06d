package org.exchangesync.store;

class PostgresDeadLetterStoreTest extends DeadLetterStoreContract {
    @Override
    JdbcDatabase.Settings make() {
        return TestPostgres.database("letters");
    }
}
