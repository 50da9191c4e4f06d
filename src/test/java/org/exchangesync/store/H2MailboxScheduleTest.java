package org.exchangesync.store;

class H2MailboxScheduleTest extends MailboxScheduleContract {
    @Override
    JdbcDatabase.Settings make() {
        return new JdbcDatabase.Settings("jdbc:h2:mem:schedule", "sa", "", 8);
    }
}
