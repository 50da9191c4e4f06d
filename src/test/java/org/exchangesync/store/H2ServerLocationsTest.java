package org.exchangesync.store;

class H2ServerLocationsTest extends ServerLocationsStoreContract {
    @Override
    JdbcDatabase.Settings make() {
        return new JdbcDatabase.Settings("jdbc:h2:mem:servers", "sa", "", 8);
    }
}
