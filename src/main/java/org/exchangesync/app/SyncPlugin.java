package org.exchangesync.app;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.LifecycleStrategySupport;
import org.exchangesync.sync.ScheduleStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the engine in a Camel context whose properties say {@code exchangesync.enabled=true}, whoever made the context:
 * our {@link Main}, a Camel K integration, or an application of the user's. Other contexts are left alone, so that the
 * component can be used by itself.
 */
public final class SyncPlugin implements ContextServicePlugin {
    private static final Logger LOG = LoggerFactory.getLogger(SyncPlugin.class);

    private Starter starter = new Starter();

    /**
     * Camel only logs what a plugin throws, so the work is left to a listener whose failure stops the start. Loading twice
     * does it once.
     */
    @Override
    public void load(CamelContext context) {
        Optional<Starter> loaded = context.getLifecycleStrategies().stream()
                .filter(Starter.class::isInstance)
                .map(Starter.class::cast)
                .findFirst();
        if (loaded.isPresent()) {
            starter = loaded.get();
        } else {
            context.addLifecycleStrategy(starter);
        }
    }

    /** Whether the process did what it was started for; see {@link CycleBoard#successful()}. */
    boolean successful() {
        return starter.application == null || starter.application.board().successful();
    }

    /** Closes what was opened, if Camel didn't. */
    void close() {
        starter.close();
    }

    private static final class Starter extends LifecycleStrategySupport {
        private Application application;

        @Override
        public void onContextInitializing(CamelContext context) throws VetoCamelContextStartException {
            if (!AppSettings.enabled(context)) {
                return;
            }
            try {
                application = Application.assemble(context);
                context.getRegistry().bind(Application.NAME, application);
            } catch (RuntimeException e) {
                throw new VetoCamelContextStartException(
                        "Exchange Sync cannot start: " + e.getMessage(), e, context, true);
            }
        }

        @Override
        public void onContextStarted(CamelContext context) {
            if (application != null && context.getRoute(ScheduleStep.ROUTE) == null) {
                LOG.error(
                        "There is no route '{}', so no mailbox is synchronised. Routes are looked for in {}, from the folder {}."
                                + " What to do: start where the folder routes is (a symbolic link is not followed), or set"
                                + " camel.main.routesIncludePattern.",
                        ScheduleStep.ROUTE,
                        context.getPropertiesComponent()
                                .resolveProperty("camel.main.routesIncludePattern")
                                .orElse("this Camel context"),
                        Path.of("").toAbsolutePath());
            }
        }

        @Override
        public void onContextStopped(CamelContext context) {
            close();
        }

        private void close() {
            if (application != null) {
                application.close();
            }
        }
    }
}
