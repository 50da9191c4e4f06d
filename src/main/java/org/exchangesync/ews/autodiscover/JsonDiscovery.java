package org.exchangesync.ews.autodiscover;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exchangesync.ews.autodiscover.Attempt.Outcome;

/**
 * The unauthenticated question that Exchange 2016 and later, and Exchange Online, answer with one flat JSON object. Its two
 * texts don't earn the component a JSON library.
 */
final class JsonDiscovery {
    private static final Pattern URL = Pattern.compile("\"Url\"\\s*+:\\s*+\"((?:[^\"\\\\]|\\\\.)*+)\"");
    private static final Pattern ERROR = Pattern.compile("\"ErrorMessage\"\\s*+:\\s*+\"((?:[^\"\\\\]|\\\\.)*+)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u([0-9a-fA-F]{4})|.)", Pattern.DOTALL);

    private JsonDiscovery() {}

    /** @param host with a port where it isn't 443 */
    static URI url(String host, String address) {
        return URI.create("https://" + host + "/autodiscover/autodiscover.json/v1.0/"
                + URLEncoder.encode(address, StandardCharsets.UTF_8).replace("+", "%20") + "?Protocol=EWS");
    }

    static Web.Question question(URI url) {
        return new Web.Question(url, Map.of("Accept", "application/json"), null, false);
    }

    static Reading read(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        Matcher url = URL.matcher(text);
        if (text.stripLeading().startsWith("{") && url.find()) {
            return new Reading.Found(unescaped(url.group(1)), null, null);
        }
        Matcher error = ERROR.matcher(text);
        return error.find()
                ? new Reading.Nothing(Outcome.REFUSED, Texts.cut(unescaped(error.group(1))))
                : new Reading.Nothing(Outcome.BAD_ANSWER, "the answer is no JSON with a URL");
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(found -> {
            String unit = found.group(2);
            return Matcher.quoteReplacement(
                    unit == null ? found.group(1) : String.valueOf((char) Integer.parseInt(unit, 16)));
        });
    }
}
