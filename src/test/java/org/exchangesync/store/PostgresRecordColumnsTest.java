package org.exchangesync.store;

class PostgresRecordColumnsTest extends RecordColumnsContract {
    @Override
    JdbcDatabase.Settings make() {
        return TestPostgres.database("columns");
    }
}
