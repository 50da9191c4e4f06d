package org.exchangesync.store;

class H2StoreTest extends SyncStoreContract {
    @Override
    JdbcDatabase.Settings make() {
        return new JdbcDatabase.Settings("jdbc:h2:mem:store", "sa", "", 8);
    }
}
