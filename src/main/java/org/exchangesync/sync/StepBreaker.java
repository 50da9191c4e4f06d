package org.exchangesync.sync;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.exchangesync.failure.Fault;
import org.exchangesync.failure.FaultClass;
import org.exchangesync.failure.FaultTable;
import org.exchangesync.item.Change;

/**
 * Puts a breaker around each step by which an item is sent somewhere. Whether the target is away is told by the table of
 * faults; a target that refuses an item is there.
 */
public final class StepBreaker implements InterceptStrategy {
    /** The bean by which each item gets its outcome: no target. */
    private static final String OWN = "outcome";

    private final EndpointBreakers breakers;
    private final FaultTable faults;

    public StepBreaker(EndpointBreakers breakers, FaultTable faults) {
        this.breakers = breakers;
        this.faults = faults;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        String endpoint = endpoint(definition);
        return endpoint == null ? target : new Guarded(target, endpoint);
    }

    /** What a step sends to, without options and secrets; null where it sends nothing. */
    private static String endpoint(NamedNode definition) {
        if (definition instanceof ToDynamicDefinition to) {
            return StepKey.bare(to.getUri());
        }
        if (definition instanceof EnrichDefinition enrich) {
            return StepKey.bare(enrich.getExpression().getExpression());
        }
        if (definition instanceof BeanDefinition bean) {
            return OWN.equals(bean.getRef()) ? null : "bean:" + StepKey.call(bean);
        }
        return definition instanceof ToDefinition to ? StepKey.bare(to.getEndpointUri()) : null;
    }

    private final class Guarded extends DelegateAsyncProcessor {
        private final String endpoint;

        Guarded(Processor target, String endpoint) {
            super(target);
            this.endpoint = endpoint;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Change change = exchange.getProperty(SyncProperties.CHANGE, Change.class);
            if (change == null) {
                return super.process(exchange, callback);
            }
            try {
                breakers.check(endpoint);
            } catch (EndpointAwayException e) {
                exchange.setException(e);
                callback.done(true);
                return true;
            }
            return super.process(exchange, doneSync -> {
                note(exchange, change);
                callback.done(doneSync);
            });
        }

        private void note(Exchange exchange, Change change) {
            Exception failure = exchange.getException();
            Fault fault = failure == null ? null : faults.classify(failure, true);
            if (fault == null || fault.faultClass() != FaultClass.INSTALLATION) {
                breakers.succeeded(endpoint);
            } else if (isOwn(failure)) {
                breakers.failed(endpoint, change.kind(), fault);
            }
        }

        /** Behind another route that is called by {@code direct:}, another step's breaker has noted it already. */
        private boolean isOwn(Exception failure) {
            return !(failure instanceof EndpointAwayException)
                    && (!endpoint.startsWith("direct:") || failure instanceof DirectConsumerNotAvailableException);
        }
    }
}
