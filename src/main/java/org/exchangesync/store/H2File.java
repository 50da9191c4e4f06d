package org.exchangesync.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file of a database of H2's within this process.
 *
 * @param base the path without the ending that H2 adds
 * @param settings the end of the URL, from the first semicolon, or empty
 * @see <a href="https://h2database.com/html/features.html#database_url">Database URLs</a>
 */
record H2File(String base, String settings) {
    private static final Pattern URL = Pattern.compile("(?i)jdbc:h2:file:([^;]+)(.*)");
    private static final String ENDING = ".mv.db";

    /** The file that a JDBC URL names; empty if it names something else. */
    static Optional<H2File> of(String url) {
        Matcher matcher = URL.matcher(url);
        return matcher.matches() ? Optional.of(new H2File(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** Another file beside this one. */
    H2File beside(String suffix) {
        return new H2File(base + suffix, settings);
    }

    String url() {
        return "jdbc:h2:file:" + base + settings;
    }

    Path path() {
        String home = base.startsWith("~/") ? System.getProperty("user.home") + base.substring(1) : base;
        return Path.of(home + ENDING);
    }
}
