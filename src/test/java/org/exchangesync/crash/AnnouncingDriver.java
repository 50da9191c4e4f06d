package org.exchangesync.crash;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * Stands before the real JDBC drivers in the process under test and announces every commit to {@link Points}, before and
 * after it, waiting each time for the word to go on. It is found by {@code DriverManager} because the process is started
 * with a service file that names it in front of its class path; nothing in the program knows of it.
 */
public final class AnnouncingDriver implements Driver {
    private static final List<String> WATCHED = List.of("jdbc:h2:", "jdbc:postgresql:");

    static {
        try {
            DriverManager.registerDriver(new AnnouncingDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public boolean acceptsURL(String url) {
        return WATCHED.stream().anyMatch(url::startsWith);
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        for (Driver driver : DriverManager.drivers().filter(d -> d != this).toList()) {
            Connection connection = driver.connect(url, info);
            if (connection != null) {
                return watched(connection, new Announcer());
            }
        }
        throw new SQLException("no driver for " + url);
    }

    private static Connection watched(Connection connection, Announcer announcer) {
        return (Connection) Proxy.newProxyInstance(
                AnnouncingDriver.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    boolean commit = method.getName().equals("commit");
                    String kind = commit ? Announcer.kindOfCommit() : null;
                    if (commit) {
                        announcer.announce("before " + kind);
                    }
                    Object result;
                    try {
                        result = method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (commit) {
                        announcer.announce("after " + kind);
                    } else if (method.getName().equals("close")) {
                        announcer.close();
                    }
                    return result;
                });
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("org.exchangesync.crash");
    }
}
