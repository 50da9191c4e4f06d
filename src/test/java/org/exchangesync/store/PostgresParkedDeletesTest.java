package org.exchangesync.store;

class PostgresParkedDeletesTest extends ParkedDeletesContract {
    @Override
    JdbcDatabase.Settings make() {
        return TestPostgres.database("parked");
    }
}
