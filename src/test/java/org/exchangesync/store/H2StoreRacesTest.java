package org.exchangesync.store;

class H2StoreRacesTest extends StoreRacesContract {
    @Override
    JdbcDatabase.Settings make() {
        return new JdbcDatabase.Settings("jdbc:h2:mem:races", "sa", "", 8);
    }
}
