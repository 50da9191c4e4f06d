package org.exchangesync.failure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Any bytes as the administrator's table of faults: it is understood, or refused with file and line. A table that is
 * understood decides every failure, and the built-in rows still count behind it.
 */
public final class FaultTableFuzz {
    private static final Path FILE = file();
    private static final String MESSAGE = "the CRM timed out";

    private FaultTableFuzz() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] rows) throws IOException {
        Files.write(FILE, rows);
        FaultTable table;
        try {
            table = FaultTable.of(FILE);
        } catch (IllegalArgumentException e) {
            if (!String.valueOf(e.getMessage()).startsWith(FILE.toString())) {
                throw new AssertionError("a mistake without place", e);
            }
            return;
        }
        if (!table.knows("ErrorServerBusy")) {
            throw new AssertionError("the built-in rows are gone");
        }
        check(table.ofCode("ErrorItemCorrupt", "damaged"));
        check(table.classify(new IllegalStateException(MESSAGE), true));
        check(table.classify(new IOException("outer", new IllegalArgumentException(MESSAGE)), false));
    }

    private static void check(Fault fault) {
        if (fault.faultClass() == null
                || fault.advice().cause() == null
                || fault.advice().cure() == null) {
            throw new AssertionError("a fault that says too little: " + fault);
        }
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("faults", ".table");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
