package org.exchangesync.store;

class H2OutgoingStoreTest extends OutgoingStoreContract {
    @Override
    JdbcDatabase.Settings make() {
        return new JdbcDatabase.Settings("jdbc:h2:mem:outgoing", "sa", "", 8);
    }
}
