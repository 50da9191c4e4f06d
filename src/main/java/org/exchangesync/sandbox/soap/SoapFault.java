package org.exchangesync.sandbox.soap;

import java.util.List;
import java.util.Map;
import org.exchangesync.sandbox.xml.Xml;

/** A request that fails as a whole: answered as a SOAP fault with HTTP status 500. */
public final class SoapFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient List<Xml> details;

    public SoapFault(String code, String message) {
        this(code, message, List.of());
    }

    /** @param details elements of MessageXml, such as {@code <t:Value Name="BackOffMilliseconds">} */
    public SoapFault(String code, String message, List<Xml> details) {
        super(message);
        this.code = code;
        this.details = List.copyOf(details);
    }

    /** A request that doesn't follow the schema. */
    public static SoapFault schema(String violation, int line, int column) {
        return new SoapFault(
                "ErrorSchemaValidation",
                "The request failed schema validation: " + violation,
                List.of(Xml.t("LineNumber", line), Xml.t("LinePosition", column), Xml.t("Violation", violation)));
    }

    public String code() {
        return code;
    }

    /** The Fault element. */
    public Xml element() {
        Xml detail = Xml.of(
                "", "detail", Map.of(), List.of(error("ResponseCode", code), error("Message", getMessage())), "");
        if (!details.isEmpty()) {
            detail = detail.and(Xml.t("MessageXml", details));
        }
        return Xml.of(
                Xml.SOAP,
                "Fault",
                Map.of(),
                List.of(
                        Xml.of("", "faultcode", Map.of("xmlns:a", Xml.TYPES), List.of(), "a:" + code),
                        Xml.of("", "faultstring", Map.of("xml:lang", "en-US"), List.of(), getMessage()),
                        detail),
                "");
    }

    private static Xml error(String name, String text) {
        return Xml.of(Xml.ERRORS, name, Map.of(), List.of(), text);
    }
}
