package org.exchangesync.app;

import java.util.List;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.LoggerFactory;

/** Runs the engine by itself: a Camel context with the routes of the {@code routes} folder. */
public final class Main {
    /** Where properties are, the earlier winning; the environment and system properties win over all. */
    static final List<String> PROPERTIES =
            List.of("classpath:org/exchangesync/app/exchange-sync.properties", "file:routes/routes.properties");

    private Main() {}

    /**
     * Runs until it is stopped, or with {@code -Dexchangesync.once=true} for one cycle. The process ends with code 1 if it
     * can't start, or if a mailbox failed in that one cycle.
     */
    public static void main(String[] args) {
        if (System.getProperty("log4j2.configurationFile") == null) {
            System.setProperty("log4j2.configurationFile", "classpath:org/exchangesync/app/log4j2.xml");
        }
        if (!run(args)) {
            System.exit(1);
        }
    }

    private static boolean run(String[] args) {
        org.apache.camel.main.Main main = new org.apache.camel.main.Main();
        main.setDefaultPropertyPlaceholderLocation(String.join(",", PROPERTIES));
        SyncPlugin plugin = new SyncPlugin();
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport created) {
                // Where the program runs inside another one (Maven), Camel doesn't look for plugins with our class
                // loader.
                plugin.load(created.getCamelContext());
            }
        });
        try {
            main.run(args);
            return plugin.successful();
        } catch (Exception e) {
            System.err.println(reason(e));
            LoggerFactory.getLogger(Main.class).debug("The failure in full", e);
            return false;
        } finally {
            // A context that failed to start is not stopped by Camel: what was opened would keep the process alive.
            plugin.close();
        }
    }

    /** What a person can mend, without the layers that it came through. */
    private static String reason(Exception failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof RuntimeCamelException || !(cause instanceof VetoCamelContextStartException))) {
            cause = cause.getCause();
        }
        return cause instanceof VetoCamelContextStartException
                ? cause.getMessage()
                : "Exchange Sync cannot start: " + failure.getMessage();
    }
}
