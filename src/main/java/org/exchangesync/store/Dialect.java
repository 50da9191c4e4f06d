package org.exchangesync.store;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** What differs between the databases. */
interface Dialect {

    /**
     * The dialect of a JDBC URL.
     *
     * @throws IllegalArgumentException if it is of another database
     */
    static Dialect of(String url) {
        if (url.startsWith("jdbc:h2:")) {
            return new H2Dialect();
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return new PostgresDialect();
        }
        throw new IllegalArgumentException("'" + url.replaceAll("[?;].*", "")
                + "' is no database that is known here: use jdbc:h2:file:… or jdbc:postgresql:…");
    }

    /** Sets what connections need to be safe and fast, where the URL doesn't say otherwise. */
    void configure(HikariConfig pool);

    /**
     * Looks whether the database can hold what will be written.
     *
     * @throws org.exchangesync.sync.StoreException with what is wrong and how to mend it
     */
    void check(Connection connection) throws SQLException;

    /** The values of the placeholders in the migrations. */
    Map<String, String> placeholders();

    /** The end of a query that locks its rows until the end of the transaction, without keeping out foreign key checks. */
    String lock();

    /** The end of a query that locks its rows and leaves out those that others hold; only to spare them a common choice. */
    String skipLocked();

    /** The end of an insert that leaves a row alone that is there. */
    String unlessThere();

    /** The most bytes of contents that one transaction should insert, if it can be helped. */
    long contentBytesOfATransaction();

    /** Makes sure that a commit survives a power failure. */
    void committed(Connection connection) throws SQLException;

    /**
     * Copies a content without holding it in memory.
     *
     * @return false if there is none with this digest
     */
    boolean copyContent(Jdbc jdbc, String sha256, OutputStream target) throws SQLException, IOException;
}
