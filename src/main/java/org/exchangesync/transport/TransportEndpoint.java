package org.exchangesync.transport;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;

/**
 * What the endpoints of all transport components share: the syntax {@code scheme:operation}, the same operations, the same
 * headers. A component says only how it reaches its server.
 */
public abstract class TransportEndpoint extends ScheduledPollEndpoint {

    /** A minute: what users expect of mail, and no burden on the server. */
    private static final long DEFAULT_DELAY = 60_000;

    @UriPath
    @Metadata(required = true)
    private TransportOperation operation;

    @UriParam(label = "consumer,scheduler", defaultValue = "60000", javaType = "java.time.Duration")
    private long delay = DEFAULT_DELAY;

    protected TransportEndpoint(String uri, TransportComponent component, TransportOperation operation) {
        super(uri, component);
        this.operation = operation;
        super.setDelay(DEFAULT_DELAY);
    }

    /** The options; shared by nobody else. */
    public abstract TransportConfiguration getConfiguration();

    /**
     * The transport to use for one call, shared and closed by the component.
     *
     * @param profile the connection that the message asks for, or null for the one that the options say
     * @param mailbox that is to be reached
     * @throws IllegalArgumentException if the connection isn't known or the options say too little
     */
    protected abstract Transport transport(String profile, MailboxRef mailbox);

    /** What distinguishes the server in the keys of states; no secret. */
    protected abstract String connectionLabel();

    @Override
    public TransportComponent getComponent() {
        return (TransportComponent) super.getComponent();
    }

    public TransportOperation getOperation() {
        return operation;
    }

    /** What the endpoint does; a consumer knows only changes. */
    public void setOperation(TransportOperation operation) {
        this.operation = operation;
    }

    @Override
    public long getDelay() {
        return delay;
    }

    /** The time between two polls. */
    @Override
    public void setDelay(long delay) {
        super.setDelay(delay);
        this.delay = delay;
    }

    /** The scheme and the operation, as messages name the endpoint: without options. */
    final String label() {
        String uri = getEndpointUri();
        return uri.substring(0, uri.indexOf(':') + 1) + operation;
    }

    @Override
    public Producer createProducer() {
        return new TransportProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (operation != TransportOperation.changes) {
            throw new IllegalArgumentException("from: " + label()
                    + " is not possible: only the operation changes can be consumed. Use it with to:.");
        }
        TransportConsumer consumer = new TransportConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }
}
