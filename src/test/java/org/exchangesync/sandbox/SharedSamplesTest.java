package org.exchangesync.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.exchangesync.sandbox.SandboxExtension.ANNA;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.exchangesync.sandbox.xml.Xml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that the reference documents show, whole and cut short: whatever comes, the answer is SOAP and says why. */
class SharedSamplesTest {
    private static final Path SAMPLES = Path.of(System.getProperty("exchangesync.test.data", "../shared/data"))
            .resolve("ews-samples")
            .toAbsolutePath()
            .normalize();

    @RegisterExtension
    static final SandboxExtension SANDBOX = new SandboxExtension();

    private static List<Path> requests() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.filter(f -> !f.getFileName().toString().contains("Response")
                            && !f.getFileName().toString().startsWith("Fault"))
                    .sorted()
                    .toList();
        }
    }

    private static String answer(String envelope) {
        Xml body = SoapCaller.as(SANDBOX.server(), ANNA)
                .send(envelope)
                .at("Body")
                .flatMap(Xml::first)
                .orElseThrow();
        return SoapCaller.code(body);
    }

    @Test
    void everySampleRequestGetsAnAnswerThatIsNoInternalError() throws IOException {
        assumeTrue(Files.isDirectory(SAMPLES), "skipped: there is no folder " + SAMPLES);
        TreeMap<String, List<String>> byCode = new TreeMap<>();
        for (Path file : requests()) {
            byCode.computeIfAbsent(answer(Files.readString(file)), c -> new ArrayList<>())
                    .add(file.getFileName().toString());
        }
        byCode.forEach((code, files) -> System.out.println(code + ": " + files));
        assertThat(byCode).doesNotContainKey("ErrorInternalServerError");
        assertThat(byCode.get("NoError")).hasSizeGreaterThan(10);
    }

    @Test
    void everySampleCutShortAtAnyTagGetsAFaultThatIsNoInternalError() throws IOException {
        assumeTrue(Files.isDirectory(SAMPLES), "skipped: there is no folder " + SAMPLES);
        for (Path file : requests()) {
            String whole = Files.readString(file).strip();
            for (int at = whole.lastIndexOf('<'); at > 0; at = whole.lastIndexOf('<', at - 1)) {
                assertThat(answer(whole.substring(0, at))).isEqualTo("ErrorSchemaValidation");
            }
        }
    }
}
