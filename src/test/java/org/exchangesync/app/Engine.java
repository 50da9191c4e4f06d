package org.exchangesync.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.awaitility.Awaitility;
import org.exchangesync.sandbox.SandboxServer;
import org.exchangesync.store.JdbcDatabase;

/**
 * The engine as it runs in production, with its own routes and database, over a transport of the test's choice; a cycle is
 * run when the test asks for it.
 */
final class Engine implements AutoCloseable {
    private final org.apache.camel.main.Main main = new org.apache.camel.main.Main();
    private final Path folder;
    private final String databaseUrl;

    /**
     * @param folder holds the database and all else
     * @param profiles the YAML file of profiles and mailboxes; null for the sandbox
     * @param transport takes the place of {@code ews:}, or null
     * @param routes folder of the route files
     * @param more further properties
     */
    Engine(Path folder, String profiles, Component transport, Path routes, Map<String, String> more) {
        this(folder, profiles, transport, routes, more, null);
    }

    /**
     * @param clock what the engine takes for the time; null for the system's
     */
    Engine(Path folder, String profiles, Component transport, Path routes, Map<String, String> more, Clock clock) {
        if (clock != null) {
            main.bind("clock", clock);
        }
        this.folder = folder;
        this.databaseUrl = more.getOrDefault(
                "exchangesync.database.url",
                "jdbc:h2:file:" + folder.resolve("db").toAbsolutePath());
        Properties properties = new Properties();
        properties.put("exchangesync.enabled", "true");
        if (profiles != null) {
            properties.put(
                    "exchangesync.config",
                    write(folder.resolve("profiles.yaml"), profiles).toString());
        }
        properties.put("exchangesync.dataFolder", folder.toString());
        properties.put("exchangesync.database.url", databaseUrl);
        properties.put("exchangesync.workers", "8"); // one tick claims all mailboxes
        properties.put("exchangesync.pollingInterval", "0");
        properties.put("redelivery.delay", "20"); // milliseconds
        properties.put("schedule-mailboxes.from", "direct:tick");
        properties.put("apply-configuration.from", "direct:apply-configuration");
        properties.put("notify-owners.from", "direct:notify-owners");
        properties.put("camel.main.basePackageScanEnabled", "false");
        properties.put("camel.main.routesIncludePattern", "file:" + routes + "/*.camel.yaml");
        properties.put("camel.component.direct.block", "false");
        properties.put("camel.main.shutdownTimeout", "5");
        properties.putAll(more);
        main.setDefaultPropertyPlaceholderLocation("file:" + routes + "/routes.properties");
        main.setOverrideProperties(properties);
        if (transport != null) {
            main.addMainListener(new MainListenerSupport() {
                @Override
                public void beforeConfigure(BaseMainSupport configured) {
                    configured.getCamelContext().addComponent("ews", transport);
                }
            });
        }
        main.start();
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sandbox beside the engine, where no profiles were given. */
    SandboxServer sandbox() {
        return application().sandbox().orElseThrow();
    }

    private Application application() {
        return context().getRegistry().lookupByNameAndType(Application.NAME, Application.class);
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    /** The engine's own database. */
    JdbcDatabase database() {
        return application().database();
    }

    /** Runs one cycle over all mailboxes and returns what it did. */
    Summary cycle() {
        CycleBoard board = application().board();
        int before = board.rounds();
        context().createProducerTemplate().sendBody("direct:tick", null);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> board.rounds() > before);
        return board.last();
    }

    /** Looks for changes of the configuration. */
    void applyConfiguration() {
        context().createProducerTemplate().sendBody("direct:apply-configuration", null);
    }

    /** Has everything done that is due; returns how many rounds that were: none where nothing was due. */
    int tick() {
        CycleBoard board = application().board();
        int before = board.rounds();
        context().createProducerTemplate().sendBody("direct:tick", null);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> board.underWay() == 0);
        return board.rounds() - before;
    }

    /** The rows of a query, each cell as text, joined by commas. */
    List<String> query(String sql) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(databaseUrl, "sa", "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    cells.add(result.getString(i));
                }
                rows.add(String.join(",", cells.stream().map(String::valueOf).toList()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
        return rows;
    }

    @Override
    public void close() {
        main.stop();
    }
}
