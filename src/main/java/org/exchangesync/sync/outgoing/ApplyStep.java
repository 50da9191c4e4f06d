package org.exchangesync.sync.outgoing;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.exchangesync.item.Content;
import org.exchangesync.sync.ItemJson;
import org.exchangesync.sync.outgoing.OutgoingEntrance.Entered;
import org.exchangesync.sync.outgoing.OutgoingEntrance.Request;

/** The bean {@code apply} of the routes: takes records that other systems hand in, each once by its key. */
public final class ApplyStep {
    private final OutgoingEntrance entrance;
    private final RequestReader reader;

    public ApplyStep(OutgoingEntrance entrance, OutgoingSettings settings) {
        this.entrance = entrance;
        this.reader = new RequestReader(settings.spoolThreshold(), settings.spool());
    }

    /**
     * Takes the JSON in the body; what became of it stands there afterwards, as JSON too.
     *
     * @throws IllegalArgumentException if it can't be taken; the message says why
     */
    public void take(Exchange exchange) throws IOException {
        Map<String, Content> contents = new HashMap<>();
        try (InputStream json = exchange.getMessage().getBody(InputStream.class)) {
            if (json == null) {
                throw new IllegalArgumentException("there is no body");
            }
            Request request = reader.read(json, contents);
            Entered entered = entrance.enter(request);
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("key", request.key());
            answer.put("recordId", entered.recordId().toString());
            answer.put("state", entered.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            answer.put("taken", entered.taken());
            answer(exchange, entered.taken() ? 201 : 200, answer);
        } finally {
            contents.values().forEach(Content::close);
        }
    }

    /** Tells why a record was not taken. */
    public void refused(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        answer(exchange, 400, Map.of("error", String.valueOf(failure.getMessage())));
    }

    private static void answer(Exchange exchange, int code, Map<String, Object> body) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, code);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(ItemJson.text(body));
    }
}
