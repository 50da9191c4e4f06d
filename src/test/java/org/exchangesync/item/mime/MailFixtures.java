package org.exchangesync.item.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.exchangesync.item.Content;
import org.exchangesync.item.Email;

/** Reads the sample messages of these tests. */
final class MailFixtures {
    static final Instant RECEIVED = Instant.parse("2025-10-14T07:15:31Z");
    static final EmailParser PARSER =
            new EmailParser(MimeLimits.DEFAULT, 1 << 20, Path.of(System.getProperty("java.io.tmpdir")));

    private MailFixtures() {}

    static byte[] bytes(String name) {
        try (InputStream in = MailFixtures.class.getResourceAsStream("/mime/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Email parse(String name) throws Exception {
        return parse(bytes(name));
    }

    static Email parse(byte[] message) throws Exception {
        return PARSER.parse(Content.of(message), MailboxProperties.received(RECEIVED));
    }

    static Email parseText(String... lines) throws Exception {
        return parse(String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    /** All samples of our own. */
    static List<byte[]> all() {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/mime"))) {
            return files.sorted()
                    .map(file -> bytes(file.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
