package org.exchangesync.store;

class PostgresSchemaTest extends SchemaContract {
    @Override
    JdbcDatabase.Settings make() {
        return TestPostgres.database("schema_page");
    }
}
