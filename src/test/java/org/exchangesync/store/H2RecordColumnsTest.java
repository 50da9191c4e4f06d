package org.exchangesync.store;

class H2RecordColumnsTest extends RecordColumnsContract {
    @Override
    JdbcDatabase.Settings make() {
        return new JdbcDatabase.Settings("jdbc:h2:mem:columns", "sa", "", 8);
    }
}
