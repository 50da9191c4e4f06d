package org.exchangesync.ews.autodiscover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.exchangesync.ews.autodiscover.Attempt.Outcome;

/** The unauthenticated question that Exchange 2016 and later, and Exchange Online, answer with one flat JSON object. */
final class JsonDiscovery {
    private static final ObjectMapper MAPPER = new ObjectMapper();

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
        JsonNode answer;
        try {
            answer = MAPPER.readTree(body);
        } catch (IOException e) {
            answer = MissingNode.getInstance();
        }
        if (answer.path("Url").isTextual()) {
            return new Reading.Found(answer.path("Url").asText(), null, null);
        }
        return answer.path("ErrorMessage").isTextual()
                ? new Reading.Nothing(
                        Outcome.REFUSED, Texts.cut(answer.path("ErrorMessage").asText()))
                : new Reading.Nothing(Outcome.BAD_ANSWER, "the answer is no JSON with a URL");
    }
}
