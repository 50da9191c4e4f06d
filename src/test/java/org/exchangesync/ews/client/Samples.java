package org.exchangesync.ews.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Answers to read: our own small ones, and where the folder of outside test data is there, those of Microsoft's reference
 * and recordings of a real server.
 */
final class Samples {
    private static final Path OUTSIDE = Path.of(System.getProperty("exchangesync.testdata", "../shared/data"))
            .toAbsolutePath();

    private Samples() {}

    static Map<String, byte[]> own() {
        Map<String, byte[]> own = new LinkedHashMap<>();
        for (String name : List.of(
                "GetItemResponse-mixed",
                "SyncFolderItemsResponse-page",
                "CreateItemResponse-busy",
                "FindFolderResponse-page",
                "Fault-busy")) {
            own.put(name, Soap.resource(name + ".xml"));
        }
        return own;
    }

    /** The envelopes of Microsoft's reference, by file name; the test is skipped where they are absent. */
    static Map<String, byte[]> reference() {
        Map<String, byte[]> samples = new LinkedHashMap<>();
        for (Path file : files("ews-samples")) {
            samples.put(file.getFileName().toString(), bytes(file));
        }
        return samples;
    }

    /** The answers of a recorded server, by file name and position; the test is skipped where they are absent. */
    static Map<String, byte[]> recorded() {
        Map<String, byte[]> answers = new LinkedHashMap<>();
        for (Path file : files("ews-traces")) {
            int n = 0;
            for (Recorded answer : exchanges(new String(bytes(file), StandardCharsets.UTF_8))) {
                if (answer.status() == 200) {
                    answers.put(file.getFileName() + "#" + ++n, answer.body().getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return answers;
    }

    /** One answer of a recorded server. */
    record Recorded(int status, Map<String, List<String>> headers, String body) {}

    /** All answers of the recordings, those without a body too; the test is skipped where they are absent. */
    static List<Recorded> exchanges() {
        return files("ews-traces").stream()
                .flatMap(file -> exchanges(new String(bytes(file), StandardCharsets.UTF_8)).stream())
                .toList();
    }

    /** What the server sent in a trace: its lines begin with {@code <}, a blank one parts the head from the body. */
    private static List<Recorded> exchanges(String trace) {
        List<Recorded> exchanges = new ArrayList<>();
        int status = 0;
        Map<String, List<String>> headers = new LinkedHashMap<>();
        StringBuilder body = null;
        for (String line : (trace + "\n.").lines().toList()) {
            String text = line.length() > 1 ? line.substring(2) : "";
            if (line.startsWith("< HTTP/")) {
                status = Integer.parseInt(text.split(" ")[1]);
                headers = new LinkedHashMap<>();
            } else if (line.startsWith("<") && status != 0) {
                int colon = text.indexOf(':');
                if (body != null) {
                    body.append(text).append('\n');
                } else if (text.isBlank()) {
                    body = new StringBuilder();
                } else if (colon > 0) {
                    headers.computeIfAbsent(text.substring(0, colon), name -> new ArrayList<>())
                            .add(text.substring(colon + 1).strip());
                }
            } else if (status != 0) {
                exchanges.add(new Recorded(
                        status, headers, body == null ? "" : body.toString().strip()));
                status = 0;
                body = null;
            }
        }
        return exchanges;
    }

    /** The operation that a file or an answer is about, or GetItem where it is none of ours. */
    static EwsOperation<?, ?> operation(byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        return operations().stream()
                .filter(operation ->
                        text.contains(operation.answerName() + " ") || text.contains(operation.answerName() + ">"))
                .findFirst()
                .orElse(EwsOperation.GET_ITEM);
    }

    static List<EwsOperation<?, ?>> operations() {
        return Stream.of(EwsOperation.class.getFields())
                .filter(field -> field.getType() == EwsOperation.class)
                .<EwsOperation<?, ?>>map(field -> {
                    try {
                        return (EwsOperation<?, ?>) field.get(null);
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private static List<Path> files(String folder) {
        Path directory = OUTSIDE.resolve(folder);
        Assumptions.assumeTrue(
                Files.isDirectory(directory),
                () -> "no outside test data at " + directory + "; name its folder by -Dexchangesync.testdata");
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(files.sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
