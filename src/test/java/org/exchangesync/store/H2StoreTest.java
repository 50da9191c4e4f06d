package org.exchangesync.store;

import java.util.UUID;

class H2StoreTest extends SyncStoreContract {
    @Override
    JdbcDatabase.Settings settings() {
        return new JdbcDatabase.Settings("jdbc:h2:mem:" + UUID.nameUUIDFromBytes(new byte[] {1}), "sa", "", 8);
    }
}
