package org.exchangesync.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.exchangesync.sync.StoreException;
import org.junit.jupiter.api.Test;

class OutageTest {

    @Test
    void whatIsToBeDoneDependsOnWhetherTheDatabaseComesBackByItself() {
        assertThat(Outage.cure(new StoreException("away", new SQLException("refused", "08001"))))
                .contains("goes on by itself");
        assertThat(Outage.cure(new StoreException("away", new SQLException("closed", "90098", 90098))))
                .contains("has room, and start the program anew");
    }
}
