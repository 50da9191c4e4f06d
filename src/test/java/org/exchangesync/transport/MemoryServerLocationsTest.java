package org.exchangesync.transport;

class MemoryServerLocationsTest implements ServerLocationsContract {
    private final ServerLocations locations = new MemoryServerLocations();

    @Override
    public ServerLocations locations() {
        return locations;
    }
}
