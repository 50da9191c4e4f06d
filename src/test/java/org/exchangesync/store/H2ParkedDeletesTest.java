package org.exchangesync.store;

class H2ParkedDeletesTest extends ParkedDeletesContract {
    @Override
    JdbcDatabase.Settings make() {
        return new JdbcDatabase.Settings("jdbc:h2:mem:parked", "sa", "", 8);
    }
}
