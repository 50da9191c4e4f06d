package org.exchangesync.store;

class H2DeadLetterStoreTest extends DeadLetterStoreContract {
    @Override
    JdbcDatabase.Settings make() {
        return new JdbcDatabase.Settings("jdbc:h2:mem:letters", "sa", "", 8);
    }
}
