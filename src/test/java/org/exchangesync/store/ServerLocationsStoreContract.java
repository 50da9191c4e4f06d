package org.exchangesync.store;

import org.exchangesync.transport.ServerLocations;
import org.exchangesync.transport.ServerLocationsContract;

/** Servers of mailboxes in a database. */
abstract class ServerLocationsStoreContract extends StoreFixture implements ServerLocationsContract {
    @Override
    public ServerLocations locations() {
        return database.serverLocations();
    }
}
