package org.exchangesync.app;

import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/** Runs the engine by itself: a Camel context with the routes of the {@code routes} folder. */
public final class Main {
    private Main() {}

    /**
     * Runs until it is stopped, or with {@code -Dexchangesync.once=true} for one cycle.
     *
     * @throws IllegalStateException if a mailbox failed in that one cycle, so that the process ends with another code than 0
     */
    public static void main(String[] args) throws Exception {
        if (System.getProperty("log4j2.configurationFile") == null) {
            System.setProperty("log4j2.configurationFile", "classpath:org/exchangesync/app/log4j2.xml");
        }
        org.apache.camel.main.Main main = new org.apache.camel.main.Main();
        main.setDefaultPropertyPlaceholderLocation(
                "classpath:org/exchangesync/app/exchange-sync.properties,file:routes/routes.properties");
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
        } finally {
            // A context that failed to start is not stopped by Camel: what was opened would keep the process alive.
            plugin.close();
        }
        if (!plugin.successful()) {
            throw new IllegalStateException("a mailbox failed; the reasons stand in the summary above");
        }
    }
}
