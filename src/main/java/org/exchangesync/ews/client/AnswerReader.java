package org.exchangesync.ews.client;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.InputStream;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.exchangesync.ews.client.messages.ResponseMessageType;
import org.exchangesync.transport.TransportException;

/**
 * Reads the SOAP envelope of an answer: the server's version from its header, then the response messages one by one, so
 * that those before a break are not lost.
 *
 * @param <M> the response messages' class
 */
final class AnswerReader<M extends ResponseMessageType> {
    private final CallContext call;
    private final EwsOperation<?, M> operation;
    private final CutContents contents;
    private final Consumer<EwsAnswer<M>> answers;
    private ServerVersion version;

    AnswerReader(CallContext call, EwsOperation<?, M> operation, CutContents contents, Consumer<EwsAnswer<M>> answers) {
        this.call = call;
        this.operation = operation;
        this.contents = contents;
        this.answers = answers;
    }

    /** One for each answer: a factory hands the names that it met on to all later readers, and keeps them for ever. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /** The version that the answer's header told, or null. */
    ServerVersion version() {
        return version;
    }

    /**
     * Reads a whole answer.
     *
     * @throws EwsFault if it is a SOAP fault, or no answer to this operation
     * @throws XMLStreamException if it isn't well-formed, or ends early
     */
    void read(InputStream in) throws XMLStreamException {
        XMLStreamReader reader = factory().createXMLStreamReader(in);
        try {
            if (!toElement(reader) || !isSoap(reader, "Envelope")) {
                throw noAnswer("no SOAP envelope");
            }
            boolean body = false;
            while (toElement(reader)) {
                if (isSoap(reader, "Body")) {
                    readBody(reader);
                    return;
                } else if (isSoap(reader, "Header")) {
                    readHeader(reader);
                } else {
                    skip(reader);
                }
            }
            throw noAnswer("a SOAP envelope without body");
        } finally {
            reader.close();
        }
    }

    private void readHeader(XMLStreamReader reader) throws XMLStreamException {
        while (toElement(reader)) {
            if (is(reader, Namespaces.TYPES, "ServerVersionInfo")) {
                version = new ServerVersion(
                        number(reader, "MajorVersion"),
                        number(reader, "MinorVersion"),
                        number(reader, "MajorBuildNumber"),
                        number(reader, "MinorBuildNumber"),
                        reader.getAttributeValue(null, "Version"));
            }
            skip(reader);
        }
    }

    private static int number(XMLStreamReader reader, String attribute) {
        String text = reader.getAttributeValue(null, attribute);
        return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    private void readBody(XMLStreamReader reader) throws XMLStreamException {
        if (!toElement(reader)) {
            throw noAnswer("an empty SOAP body");
        }
        if (isSoap(reader, "Fault")) {
            throw SoapFault.read(reader, call);
        }
        if (!is(reader, Namespaces.MESSAGES, operation.answerName())) {
            throw noAnswer("a " + reader.getLocalName());
        }
        boolean answered = false;
        while (toElement(reader)) {
            if (is(reader, Namespaces.MESSAGES, "ResponseMessages")) {
                answered = true;
                readMessages(reader);
            } else {
                skip(reader);
            }
        }
        if (!answered) {
            throw noAnswer("a " + operation.answerName() + " without response messages");
        }
    }

    private void readMessages(XMLStreamReader reader) throws XMLStreamException {
        MessageReader<M> messages = new MessageReader<>(operation.messageType());
        int event = reader.next();
        while (event != XMLStreamConstants.END_ELEMENT) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                answers.accept(answer(messages.read(reader)));
                event = reader.getEventType();
            } else {
                event = reader.next();
            }
        }
    }

    private EwsAnswer<M> answer(MessageReader.Read<M> read) {
        EwsFault fault = ResponseFault.of(read.message(), call);
        if (fault == null && read.flaw() != null) {
            fault = call.fault(TransportException.BAD_ANSWER, read.flaw(), null);
        }
        return new EwsAnswer<>(call, read.message(), fault, read.flaws(), new ContentsByText(contents::take));
    }

    /** Moves to the next child element of the current one; false at its end. */
    private static boolean toElement(XMLStreamReader reader) throws XMLStreamException {
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                return true;
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                return false;
            }
        }
        return false;
    }

    private static void skip(XMLStreamReader reader) throws XMLStreamException {
        for (int depth = 1; depth > 0; ) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
    }

    private static boolean isSoap(XMLStreamReader reader, String name) {
        return is(reader, Namespaces.SOAP_11, name) || is(reader, Namespaces.SOAP_12, name);
    }

    private static boolean is(XMLStreamReader reader, String namespace, String name) {
        return name.equals(reader.getLocalName()) && namespace.equals(reader.getNamespaceURI());
    }

    private EwsFault noAnswer(String instead) {
        return call.fault(
                TransportException.BAD_ANSWER,
                "the server answered with " + instead + " where a " + operation.answerName() + " belongs."
                        + " See that the address is the one of EWS, ending in /EWS/Exchange.asmx",
                null);
    }
}
