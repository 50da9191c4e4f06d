package org.exchangesync.store;

class H2OperationsStoresTest extends OperationsStoresContract {
    @Override
    JdbcDatabase.Settings make() {
        return new JdbcDatabase.Settings("jdbc:h2:mem:operations", "sa", "", 8);
    }
}
