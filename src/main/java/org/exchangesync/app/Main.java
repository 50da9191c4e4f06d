package org.exchangesync.app;

import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/** Runs the engine by itself: a Camel context with the routes of the {@code routes} folder. */
public final class Main {
    private Main() {}

    /**
     * Runs until it is stopped, or with {@code -Dexchangesync.once=true} for one cycle.
     *
     * @throws IllegalStateException if a mailbox failed in that one cycle: the process ends with a code other than 0
     */
    public static void main(String[] args) throws Exception {
        if (System.getProperty("log4j2.configurationFile") == null) {
            System.setProperty("log4j2.configurationFile", "classpath:org/exchangesync/app/log4j2.xml");
        }
        org.apache.camel.main.Main main = new org.apache.camel.main.Main();
        main.setDefaultPropertyPlaceholderLocation(
                "classpath:org/exchangesync/app/exchange-sync.properties,file:routes/routes.properties");
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport created) {
                // Where the program runs inside another one (Maven), Camel doesn't look for plugins with our class loader.
                new SyncPlugin().load(created.getCamelContext());
            }
        });
        int code = main.run(args);
        CamelContext context = main.getCamelContext();
        Application application = context.getRegistry().lookupByNameAndType(Application.NAME, Application.class);
        Summary last = application == null ? null : application.board().last();
        if (code == 0 && last != null && !last.successful()) {
            code = 1;
        }
        if (code != 0) {
            System.exit(code);
        }
    }
}
