package org.exchangesync.sync;

import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The bean {@code publications} of the routes: hands committed changes to the integration team's route. */
public final class PublicationStep {
    private static final int BATCH = 100;

    private final SyncStore store;

    public PublicationStep(SyncStore store) {
        this.store = store;
    }

    /** The next changes to publish, one a record. */
    public List<Publication> due() {
        return store.duePublications(BATCH);
    }

    /** Takes the publication in the body: the message is now its payload, what it is about stands in the headers. */
    public void begin(Exchange exchange) {
        Publication publication = exchange.getMessage().getBody(Publication.class);
        exchange.setProperty(SyncProperties.PUBLICATION, publication);
        Message message = exchange.getMessage();
        message.setHeader("recordId", publication.recordId().toString());
        message.setHeader("recordVersion", publication.version());
        message.setHeader("deliveryKey", publication.key());
        message.setHeader("kind", publication.kind().label());
        message.setHeader("change", publication.change().name().toLowerCase(Locale.ROOT));
        message.setHeader("mailbox", publication.mailbox());
        message.setBody(publication.payload());
    }

    /** It arrived. */
    public void done(Exchange exchange) {
        store.published(publication(exchange));
    }

    /** It didn't arrive: it comes again, and later changes of the same record wait for it. */
    public void failed(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        store.publicationFailed(publication(exchange), String.valueOf(failure));
    }

    private static Publication publication(Exchange exchange) {
        return exchange.getProperty(SyncProperties.PUBLICATION, Publication.class);
    }
}
