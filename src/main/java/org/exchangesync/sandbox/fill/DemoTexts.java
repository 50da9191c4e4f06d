package org.exchangesync.sandbox.fill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The texts of {@code demo-texts.txt}, by language. */
final class DemoTexts {
    /** A mail's subject and text with everything filled in, and a charset that can carry both. */
    record Text(String subject, String body, Charset charset) {}

    private record Language(List<Charset> charsets, List<String[]> texts) {}

    private static final String RESOURCE = "/org/exchangesync/sandbox/demo-texts.txt";

    private final Map<String, Language> languages = new LinkedHashMap<>();

    DemoTexts() {
        try (InputStream in = DemoTexts.class.getResourceAsStream(RESOURCE)) {
            read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + RESOURCE, e);
        }
    }

    private void read(BufferedReader lines) throws IOException {
        Language current = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("[")) {
                String[] head = line.split("[\\]\\s]+");
                current = new Language(
                        Arrays.stream(head).skip(1).map(Charset::forName).toList(), new ArrayList<>());
                languages.put(head[0].substring(1), current);
            } else if (!line.isBlank() && !line.startsWith("#") && current != null) {
                current.texts().add(line.split(" \\| ", 2));
            }
        }
    }

    /** A text of a language. */
    Text pick(String language, String who, Random random) {
        Language known = languages.get(language);
        String[] text = known.texts().get(random.nextInt(known.texts().size()));
        String number = String.valueOf(1000 + random.nextInt(9000));
        String subject = text[0].replace("{n}", number).replace("{who}", who);
        String body = text[1].replace("{n}", number).replace("{who}", who).replace("\\n", "\r\n") + "\r\n";
        Charset wanted = known.charsets().get(random.nextInt(known.charsets().size()));
        boolean fits = wanted.newEncoder().canEncode(subject + body);
        return new Text(subject, body, fits ? wanted : StandardCharsets.UTF_8);
    }
}
