package org.exchangesync.profile;

import java.util.List;

/** A configuration file that can't be used: every mistake in it with file, line and what is allowed. */
public class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final List<String> problems;

    public ConfigurationException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence a mistake, each beginning with file and line. */
    public List<String> problems() {
        return problems;
    }
}
