package org.exchangesync.crash;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before the real JDBC drivers in the process under test and announces to {@link Points} every commit and
 * every change of a table, before and after it, waiting each time for the word to go on. It is found by {@code DriverManager} because the process is started
 * with a service file that names it in front of its class path; nothing in the program knows of it.
 */
public final class AnnouncingDriver implements Driver {
    private static final List<String> WATCHED = List.of("jdbc:h2:", "jdbc:postgresql:");

    private static final Pattern CHANGES_A_TABLE =
            Pattern.compile("^\\s*(?:--.*\\n|\\s)*(?:CREATE|ALTER)\\s+(\\w+\\s+\\S+)");

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
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("commit")) {
                String kind = Announcer.kindOfCommit();
                announcer.announce("before " + kind);
                Object result = invoke(connection, method, arguments);
                announcer.announce("after " + kind);
                return result;
            }
            Object result = invoke(connection, method, arguments);
            if (method.getName().equals("close")) {
                announcer.close();
            }
            return method.getName().equals("createStatement") ? watched((Statement) result, announcer) : result;
        });
    }

    /** A statement that changes tables: some databases commit each of them by itself. */
    private static Statement watched(Statement statement, Announcer announcer) {
        return proxy(Statement.class, (proxy, method, arguments) -> {
            String table = method.getName().equals("execute") ? changedTable((String) arguments[0]) : null;
            if (table == null) {
                return invoke(statement, method, arguments);
            }
            announcer.announce(Points.BEFORE_TABLE + table);
            Object result = invoke(statement, method, arguments);
            announcer.announce(Points.AFTER_TABLE + table);
            return result;
        });
    }

    private static String changedTable(String sql) {
        Matcher matcher = CHANGES_A_TABLE.matcher(sql);
        return matcher.find() ? matcher.group(1) : null;
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(AnnouncingDriver.class.getClassLoader(), new Class<?>[] {type}, handler));
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
