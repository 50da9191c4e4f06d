package org.exchangesync.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** What disagrees, collected so that one failure shows it all. */
final class Findings {
    private static final int TOLD = 40;

    private final List<String> findings = new ArrayList<>();

    void add(String finding) {
        findings.add(finding);
    }

    /** Two lists of names that should be equal but for their order. */
    void compare(List<String> there, List<String> wanted, String lacks, String surplus) {
        List<String> missing = new ArrayList<>(wanted);
        there.forEach(missing::remove);
        List<String> more = new ArrayList<>(there);
        wanted.forEach(more::remove);
        missing.forEach(name -> add(lacks + name));
        more.forEach(name -> add(surplus + name));
    }

    /** Fails if there is any. */
    void fail() {
        assertThat(findings.stream().limit(TOLD).toList())
                .as(
                        "%d disagreements between what was put in, the sandbox and the database; the first:",
                        findings.size())
                .isEmpty();
    }
}
