package org.exchangesync.store;

class H2SchemaTest extends SchemaContract {
    @Override
    JdbcDatabase.Settings make() {
        return new JdbcDatabase.Settings("jdbc:h2:mem:schema", "sa", "", 8);
    }
}
