package org.exchangesync.store;

class PostgresMailboxScheduleTest extends MailboxScheduleContract {
    @Override
    JdbcDatabase.Settings make() {
        return TestPostgres.database("schedule");
    }
}
