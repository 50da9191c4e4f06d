package org.exchangesync.transport;

/**
 * One state and who reads on from it. It outlives its consumer, because Camel makes a new one when a route is started again
 * while exchanges of the old one may still be under way. Threadsafe.
 */
final class ConsumedState {
    private final String key;
    private TransportConsumer owner;
    private PageDelivery underway = new PageDelivery(0);

    ConsumedState(String key) {
        this.key = key;
    }

    /** Two consumers of one state would each see half of the changes, so the second one is refused. */
    synchronized ConsumedState claim(TransportConsumer consumer) {
        if (owner != null && owner != consumer) {
            throw new IllegalStateException("the state '" + key + "' is in use by " + owner.getEndpoint()
                    + ": give one of the two consumers an option stateKey of its own");
        }
        owner = consumer;
        return this;
    }

    /** The consumer stopped; exchanges that it sent and that complete later change nothing. */
    synchronized void release() {
        owner = null;
        underway.giveUp();
    }

    /** A page goes on its way. */
    synchronized PageDelivery deliver(int exchanges) {
        underway = new PageDelivery(exchanges);
        return underway;
    }

    /** Whether exchanges of an earlier page have not completed yet: reading on now would send them a second time. */
    synchronized boolean isUnderway() {
        return !underway.isOver();
    }

    String key() {
        return key;
    }

    @Override
    public String toString() {
        return key;
    }
}
