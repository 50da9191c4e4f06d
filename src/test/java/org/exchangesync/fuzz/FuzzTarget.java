package org.exchangesync.fuzz;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.exchangesync.ews.client.AnswerFuzz;
import org.exchangesync.ews.client.mapping.RecurrenceFuzz;
import org.exchangesync.failure.FaultTableFuzz;
import org.exchangesync.item.mime.MimeFuzz;
import org.exchangesync.profile.ProfilesFuzz;
import org.exchangesync.sandbox.ics.ICalendarFuzz;

/** What is fuzzed: a class with {@code fuzzerTestOneInput(byte[])} for each door by which bytes of others come in. */
enum FuzzTarget {
    ANSWER(AnswerFuzz.class, "com.fasterxml.aalto.**"),
    MIME(MimeFuzz.class, "org.apache.james.mime4j.**"),
    RECURRENCE(RecurrenceFuzz.class),
    ICALENDAR(ICalendarFuzz.class),
    PROFILES(ProfilesFuzz.class, "org.snakeyaml.engine.**"),
    FAULTS(FaultTableFuzz.class);

    private static final Path RESOURCES = Path.of("src/test/resources");

    private final Class<?> target;
    private final List<String> libraries;

    FuzzTarget(Class<?> target, String... libraries) {
        this.target = target;
        this.libraries = List.of(libraries);
    }

    Class<?> target() {
        return target;
    }

    /** The classes whose branches lead the fuzzer. */
    String instrumented() {
        return String.join(
                ":",
                Stream.concat(Stream.of("org.exchangesync.**"), libraries.stream())
                        .toList());
    }

    /** Folders of inputs to begin with: those of the target, with what once was a finding, and samples of other tests. */
    List<Path> seeds() {
        Path own = RESOURCES.resolve("fuzz").resolve(name().toLowerCase(Locale.ROOT));
        return switch (this) {
            case ANSWER -> List.of(own, RESOURCES.resolve("org/exchangesync/ews/client"));
            case MIME -> List.of(own, RESOURCES.resolve("mime"));
            default -> List.of(own);
        };
    }

    /** Runs the target on one input, as the fuzzer does; throws what it throws. */
    void run(byte[] input) throws Throwable {
        try {
            target.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) input);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
