package org.exchangesync.store;

class PostgresPublicationStoreTest extends PublicationStoreContract {
    @Override
    JdbcDatabase.Settings make() {
        return TestPostgres.database("publications");
    }
}
