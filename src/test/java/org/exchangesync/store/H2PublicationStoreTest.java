package org.exchangesync.store;

class H2PublicationStoreTest extends PublicationStoreContract {
    @Override
    JdbcDatabase.Settings make() {
        return new JdbcDatabase.Settings("jdbc:h2:mem:publications", "sa", "", 8);
    }
}
