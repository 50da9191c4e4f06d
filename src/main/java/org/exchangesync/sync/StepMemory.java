package org.exchangesync.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.exchangesync.item.Change;
import org.exchangesync.item.Item;

/**
 * Remembers at which step of a route {@code receive-…} an item was refused, with the message as it was there, and when the
 * item is replayed leaves out the steps before it. Steps that contain others (choice, filter, split) are entered as usual.
 * Threadsafe.
 *
 * @see <a href="https://camel.apache.org/manual/interceptors.html">Camel's interceptors</a>
 */
public final class StepMemory implements InterceptStrategy {
    private static final String ROUTES = "receive-";

    /** The steps of each route, as they stand in it. */
    private final Map<String, Set<StepKey>> steps = new ConcurrentHashMap<>();

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        StepKey key = StepKey.of(definition);
        if (key == null || key.route() == null || !key.route().startsWith(ROUTES)) {
            return target;
        }
        steps.computeIfAbsent(key.route(), route -> ConcurrentHashMap.newKeySet())
                .add(key);
        return new Remembering(target, key);
    }

    /**
     * The point for the routes as they are now: a step that moved within its route is found by what it does, if nothing else
     * in the route does the same.
     *
     * @return empty if a step is no longer there
     */
    public Optional<ResumePoint> locate(ResumePoint point) {
        List<StepKey> now = new ArrayList<>();
        for (StepKey step : point.way()) {
            Set<StepKey> there = steps.getOrDefault(step.route(), Set.of());
            StepKey same = step;
            if (!there.contains(step)) {
                List<StepKey> alike = there.stream()
                        .filter(candidate -> candidate.label().equals(step.label()))
                        .toList();
                if (alike.size() != 1) {
                    return Optional.empty();
                }
                same = alike.get(0);
            }
            now.add(same);
        }
        return Optional.of(point.at(now));
    }

    /** Where an exchange failed; kept in its properties until somebody asks. */
    record Failed(Exception cause, StepKey step, ResumePoint point) {}

    private static final class Remembering extends DelegateAsyncProcessor {
        private final StepKey key;

        Remembering(Processor target, StepKey key) {
            super(target);
            this.key = key;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            ResumePoint resume = exchange.getProperty(SyncProperties.RESUME, ResumePoint.class);
            if (resume != null && resume.isPending()) {
                if (!resume.runs(key)) {
                    callback.done(true);
                    return true;
                }
                resume.restore(exchange, item(exchange)); // also for the conditions of steps that contain it
            }
            List<StepKey> outer = way(exchange);
            List<StepKey> way = with(outer, key);
            Object body = exchange.getMessage().getBody();
            Map<String, Object> headers = exchange.getMessage().hasHeaders()
                    ? new LinkedHashMap<>(exchange.getMessage().getHeaders())
                    : Map.of();
            exchange.setProperty(SyncProperties.WAY, way);
            return super.process(exchange, doneSync -> {
                Exception failure = exchange.getException();
                Failed known = exchange.getProperty(SyncProperties.FAILED_STEP, Failed.class);
                if (failure != null && (known == null || known.cause() != failure)) {
                    exchange.setProperty(
                            SyncProperties.FAILED_STEP,
                            new Failed(
                                    failure,
                                    key,
                                    ResumePoint.of(way, body, item(exchange), headers, exchange.getProperties())));
                }
                exchange.setProperty(SyncProperties.WAY, outer);
                callback.done(doneSync);
            });
        }

        /** Of each route on the way only the innermost step is wanted. */
        private static List<StepKey> with(List<StepKey> outer, StepKey step) {
            List<StepKey> way = new ArrayList<>(outer);
            if (!way.isEmpty() && way.get(way.size() - 1).contains(step)) {
                way.remove(way.size() - 1);
            }
            way.add(step);
            return way;
        }

        @SuppressWarnings("unchecked")
        private static List<StepKey> way(Exchange exchange) {
            List<StepKey> way = exchange.getProperty(SyncProperties.WAY, List.class);
            return way == null ? List.of() : way;
        }

        private static Item item(Exchange exchange) {
            Change change = exchange.getProperty(SyncProperties.CHANGE, Change.class);
            return change == null ? null : change.item();
        }
    }
}
