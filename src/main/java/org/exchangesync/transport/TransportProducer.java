package org.exchangesync.transport;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Turns one message into one call on a {@link Transport}. Operations that bring data put it into the body; operations that
 * bring an address (a new id, a folder) put it into headers and leave the body alone, so that {@code create} and {@code
 * send}, or {@code ensureFolder} and {@code move}, follow each other without a step between them.
 */
final class TransportProducer extends DefaultProducer {
    private final TransportEndpoint endpoint;

    TransportProducer(TransportEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) {
        TransportCall call = new TransportCall(exchange.getMessage(), endpoint);
        Transport transport = endpoint.transport(call.profile(), call.mailbox());
        switch (endpoint.getOperation()) {
            case changes -> changes(transport, call, exchange);
            case fetch -> fetch(transport, call, exchange);
            case present -> call.answer(transport.present(call.mailbox(), call.itemIds()));
            case categorize ->
                call.answerId(transport.categorize(
                        call.mailbox(),
                        call.kind(),
                        call.itemId(),
                        call.categories(TransportHeaders.CATEGORIES_ADDED),
                        call.categories(TransportHeaders.CATEGORIES_REMOVED)));
            case find -> call.answer(transport.find(call.mailbox(), call.kind(), call.folder(), call.findQuery()));
            case create -> call.answerId(transport.create(call.mailbox(), call.folderForNew(), call.item()));
            case update -> call.answerId(transport.update(call.mailbox(), call.itemId(), call.item()));
            case delete -> transport.delete(call.mailbox(), call.kind(), call.itemId(), call.deleteMode(), call.soon());
            case move -> call.answerMoved(transport.move(call.mailbox(), call.itemId(), call.targetFolder()));
            case send -> transport.send(call.mailbox(), call.itemId());
            case submit -> call.answer(transport.submit(call.mailbox(), call.email()));
            case ensureFolder ->
                call.answerTarget(transport.ensureFolder(call.mailbox(), call.targetFolder(), call.name()));
            case resolveNames -> call.answer(transport.resolveNames(call.mailbox(), call.name()));
            case serverInfo -> call.answer(transport.serverInfo(call.mailbox()));
        }
    }

    private static void changes(Transport transport, TransportCall call, Exchange exchange) {
        ChangeSession open = call.session();
        if (open != null) {
            call.answerPage(open.next());
            return;
        }
        ChangeSession session = transport.changes(call.mailbox(), call.changeQuery());
        boolean keep = false;
        try {
            ChangePage page = session.next();
            keep = call.keepSession();
            if (keep) {
                call.answerSession(session);
            } else {
                whenDone(exchange, () -> page.changes().forEach(ItemContents::close));
            }
            call.answerPage(page);
        } finally {
            if (!keep) {
                session.close();
            }
        }
    }

    private static void fetch(Transport transport, TransportCall call, Exchange exchange) {
        Fetched fetched = transport.fetch(call.mailbox(), call.kind(), call.itemId());
        whenDone(exchange, () -> ItemContents.close(fetched.item()));
        call.answerFetched(fetched);
    }

    /** Spool files must outlive the steps that follow this one, but not the Camel exchange. */
    private static void whenDone(Exchange exchange, Runnable cleanUp) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                cleanUp.run();
            }
        });
    }
}
