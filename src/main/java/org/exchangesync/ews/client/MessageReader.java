package org.exchangesync.ews.client;

import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Unmarshaller;
import jakarta.xml.bind.ValidationEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.exchangesync.ews.client.messages.ResponseMessageType;
import org.exchangesync.ews.client.types.ItemType;
import org.exchangesync.transport.TransportException;

/**
 * Makes objects of the response messages of one answer. Elements in another order, unknown ones and unknown codes are
 * fine; a number that is none spoils only the item in which it stands.
 */
final class MessageReader<M extends ResponseMessageType> {
    private final Class<M> type;
    private final Unmarshaller unmarshaller;
    private final Deque<ItemType> open = new ArrayDeque<>();
    private Map<ItemType, String> flaws = Map.of();
    private String flaw;

    MessageReader(Class<M> type) {
        this.type = type;
        try {
            unmarshaller = EwsJaxb.context().createUnmarshaller();
            unmarshaller.setEventHandler(this::noteFlaw);
        } catch (JAXBException e) {
            throw new IllegalStateException("the JAXB runtime gives no unmarshaller", e);
        }
        unmarshaller.setListener(new Unmarshaller.Listener() {
            @Override
            public void beforeUnmarshal(Object target, Object parent) {
                if (target instanceof ItemType item) {
                    open.push(item);
                }
            }

            @Override
            public void afterUnmarshal(Object target, Object parent) {
                if (target instanceof ItemType) {
                    open.poll();
                }
            }
        });
    }

    /** A response message with what couldn't be read in it. */
    record Read<M>(M message, String flaw, Map<ItemType, String> flaws) {}

    /** Reads the response message at whose start the reader stands; the reader is behind its end afterwards. */
    Read<M> read(XMLStreamReader reader) throws XMLStreamException {
        open.clear();
        flaws = new IdentityHashMap<>(0);
        flaw = null;
        try {
            return new Read<>(
                    unmarshaller.unmarshal(new UntypedReader(reader), type).getValue(), flaw, flaws);
        } catch (JAXBException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof XMLStreamException broken) {
                    throw broken;
                }
            }
            throw new EwsFault(TransportException.BAD_ANSWER, "A response message can't be read: " + e.getMessage(), e);
        }
    }

    /** A value that doesn't fit has an exception behind it; unknown elements, which are fine, have none. */
    private boolean noteFlaw(ValidationEvent event) {
        if (event.getLinkedException() != null) {
            String what = "a value can't be read: " + event.getLinkedException().getMessage();
            if (open.isEmpty()) {
                flaw = what;
            } else {
                flaws.putIfAbsent(open.peekLast(), what);
            }
        }
        return true;
    }
}
