package org.exchangesync.sync.publication;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.exchangesync.sync.Publication;
import org.exchangesync.sync.PublishedChange;

/** The message about a committed change, as {@code docs/publishing.md} promises it to receivers. */
final class PublicationBody {
    private static final JsonFactory JSON = new JsonFactory();

    private PublicationBody() {}

    static String of(Publication publication) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("key", publication.key());
            json.writeStringField("recordId", publication.recordId().toString());
            json.writeNumberField("recordVersion", publication.version());
            json.writeStringField("kind", publication.kind().label());
            json.writeStringField("change", change(publication));
            json.writeStringField("mailbox", publication.mailbox());
            json.writeStringField("committedAt", publication.committedAt().toString());
            if (publication.payload() != null) {
                json.writeFieldName(publication.change() == PublishedChange.OUTGOING ? "outgoing" : "item");
                json.writeRawValue(publication.payload());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory can always be written", e);
        }
        return text.toString();
    }

    /** {@code create}, {@code update}, {@code delete} or {@code outgoing}. */
    static String change(Publication publication) {
        return publication.change().name().toLowerCase(Locale.ROOT);
    }
}
