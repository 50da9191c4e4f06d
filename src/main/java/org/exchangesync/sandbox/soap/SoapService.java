package org.exchangesync.sandbox.soap;

import java.io.InputStream;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.exchangesync.sandbox.store.Account;
import org.exchangesync.sandbox.store.MailStore;
import org.exchangesync.sandbox.store.Mailbox;
import org.exchangesync.sandbox.xml.Xml;
import org.exchangesync.sandbox.xml.XmlException;
import org.exchangesync.sandbox.xml.XmlReader;

/**
 * Takes an envelope, finds mailbox and operation, and gives the envelope of the answer. Threadsafe. Whatever is to
 * happen around a call (a fault on demand, a record of what was done) has its place between {@link #open} and {@link
 * #answer}.
 */
public final class SoapService {
    /** An answer and its HTTP status. */
    public record Answer(int status, Xml envelope) {}

    private final MailStore store;
    private final ServerVersion server;
    private final Map<String, Operation> operations;
    private final SchemaCheck schema;
    private final Function<String, Optional<ZoneId>> zones;

    /**
     * @param operations by the local name of their request element
     * @param zones finds the zone of a Windows time zone id
     */
    public SoapService(
            MailStore store,
            ServerVersion server,
            Map<String, Operation> operations,
            Function<String, Optional<ZoneId>> zones) {
        this.store = store;
        this.server = server;
        this.operations = Map.copyOf(operations);
        this.schema = new SchemaCheck();
        this.zones = zones;
    }

    /** The answer to a request that could not be read, or whose caller may not do this. */
    public Answer refusal(RuntimeException e) {
        SoapFault fault = e instanceof ResponseError error
                ? new SoapFault(error.code(), error.getMessage(), error.details())
                : (SoapFault) e;
        return new Answer(500, envelope(fault.element()));
    }

    /** The answer to a request that this server has no operation for, or that failed in a way nobody foresaw. */
    public Answer internalError(Exception e) {
        return new Answer(
                500,
                envelope(new SoapFault("ErrorInternalServerError", "An internal server error occurred. " + e)
                        .element()));
    }

    /**
     * Reads a request and finds out whose mailbox it works with.
     *
     * @throws SoapFault or ResponseError, which {@link #refusal} makes an answer of
     */
    public Call open(InputStream request, Account account) {
        Xml envelope = read(request);
        if (!envelope.name().equals("Envelope") || !envelope.namespace().equals(Xml.SOAP)) {
            throw SoapFault.schema("the root element is not a SOAP 1.1 Envelope", 1, 1);
        }
        Xml header = envelope.child("Header").orElse(Xml.of(Xml.SOAP, "Header", Map.of(), List.of(), ""));
        Xml body = envelope.child("Body")
                .flatMap(Xml::first)
                .orElseThrow(() -> SoapFault.schema("the envelope has no body", 1, 1));
        String version = header.child("RequestServerVersion")
                .map(v -> v.attribute("Version"))
                .orElse("Exchange2007");
        if (!server.accepts(version)) {
            throw new SoapFault("ErrorInvalidServerVersion", "The specified server version is invalid.");
        }
        if (header.all("ExchangeImpersonation").count() > 1) {
            throw new SoapFault("ErrorDuplicateSOAPHeader", "The ExchangeImpersonation header is there twice.");
        }
        schema.check(body);
        Mailbox mailbox = header.child("ExchangeImpersonation")
                .map(i -> Impersonating.other(store, account, i))
                .orElseGet(() -> Impersonating.self(store, account));
        return new Call(
                store, account, mailbox, version, zone(header), store.clock().instant(), body, null);
    }

    /** Does what a request asks for. */
    public Answer answer(Call call) {
        try {
            if (call.refusal() instanceof SoapFault fault) {
                throw fault;
            }
            return new Answer(200, envelope(operation(call).execute(call)));
        } catch (SoapFault | ResponseError e) {
            return refusal(e);
        }
    }

    private Operation operation(Call call) {
        Operation operation = operations.get(call.operation());
        if (operation == null || !call.body().namespace().equals(Xml.MESSAGES)) {
            throw SoapFault.schema(
                    "the element 'Body' has invalid child element '"
                            + call.operation() + "' in namespace '"
                            + call.body().namespace() + "'",
                    1,
                    1);
        }
        return operation;
    }

    private static Xml read(InputStream request) {
        try {
            return XmlReader.read(request);
        } catch (XmlException e) {
            throw SoapFault.schema(e.getMessage(), e.line(), e.column());
        }
    }

    private ZoneId zone(Xml header) {
        Optional<String> id = header.at("TimeZoneContext", "TimeZoneDefinition").map(d -> d.attribute("Id"));
        if (id.isEmpty()) {
            return ZoneOffset.UTC;
        }
        try {
            return zones.apply(id.get()).orElse(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }

    private Xml envelope(Xml body) {
        return Xml.of(
                Xml.SOAP,
                "Envelope",
                Map.of(),
                List.of(
                        Xml.of(Xml.SOAP, "Header", Map.of(), List.of(server.header()), ""),
                        Xml.of(Xml.SOAP, "Body", Map.of(), List.of(body), "")),
                "");
    }
}
