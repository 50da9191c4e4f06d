package org.exchangesync.ews.autodiscover;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.exchangesync.ews.autodiscover.Attempt.Outcome;

/**
 * Plain old XML.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/pox-autodiscover-web-service-reference-for-exchange">
 *     POX Autodiscover</a>
 */
final class PoxDiscovery {
    private static final String REQUEST =
            "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";
    private static final String RESPONSE =
            "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
    /** No such address; no mailbox; the provider has no settings for it. */
    private static final Set<String> UNKNOWN = Set.of("500", "501", "601");

    private PoxDiscovery() {}

    static Web.Question question(URI url, String address) {
        String body = """
                <?xml version="1.0" encoding="utf-8"?>
                <Autodiscover xmlns="%s"><Request><EMailAddress>%s</EMailAddress><AcceptableResponseSchema>%s</AcceptableResponseSchema></Request></Autodiscover>
                """.formatted(REQUEST, SoapDiscovery.escaped(address), RESPONSE);
        return new Web.Question(
                url,
                Map.of("Content-Type", "text/xml; charset=utf-8", "Accept", "text/xml", "X-AnchorMailbox", address),
                body.getBytes(StandardCharsets.UTF_8),
                true);
    }

    static Reading read(byte[] body) {
        XmlTree document;
        try {
            document = XmlTree.read(body);
        } catch (XMLStreamException e) {
            return new Reading.Nothing(Outcome.BAD_ANSWER, "the answer is no XML: " + e.getMessage());
        }
        Optional<XmlTree> response = document.at("Response");
        if (!document.name().equals("Autodiscover") || response.isEmpty()) {
            return new Reading.Nothing(Outcome.BAD_ANSWER, "the answer is none of POX Autodiscover");
        }
        Optional<XmlTree> error = response.get()
                .at("Error")
                .or(() -> response.get().at("Account", "Error"))
                .or(() -> document.at("Error"));
        if (error.isPresent()) {
            return refused(error.get());
        }
        return response.get()
                .at("Account")
                .map(PoxDiscovery::account)
                .orElse(new Reading.Nothing(Outcome.BAD_ANSWER, "the answer names no account"));
    }

    private static Reading account(XmlTree account) {
        String action = account.textAt("Action").orElse("settings").toLowerCase(Locale.ROOT);
        Optional<String> address = account.textAt("RedirectAddr");
        Optional<String> url = account.textAt("RedirectUrl");
        if (action.equals("redirectaddr") && address.isPresent()) {
            return new Reading.OtherAddress(address.get());
        }
        if (action.equals("redirecturl") && url.isPresent()) {
            return new Reading.OtherUrl(url.get());
        }
        if (!action.equals("settings")) {
            return new Reading.Nothing(Outcome.BAD_ANSWER, "the action is " + Texts.cut(action) + " without a target");
        }
        List<XmlTree> protocols = account.all("Protocol").toList();
        String external =
                ews(protocols, "EXPR").or(() -> ews(protocols, "EXHTTP")).orElse(null);
        String internal = ews(protocols, "EXCH").orElse(null);
        return external == null && internal == null
                ? new Reading.Nothing(
                        Outcome.REFUSED, "the mailbox has no address of EWS: it may be switched off for it")
                : new Reading.Found(external, internal, null);
    }

    private static Optional<String> ews(List<XmlTree> protocols, String type) {
        return protocols.stream()
                .filter(protocol -> protocol.textAt("Type").filter(type::equals).isPresent())
                .flatMap(protocol -> protocol.textAt("EwsUrl").or(() -> protocol.textAt("ASUrl")).stream())
                .findFirst();
    }

    private static Reading refused(XmlTree error) {
        String code = error.textAt("ErrorCode").orElse("no code");
        String detail = "error " + Texts.cut(code)
                + error.textAt("Message").map(text -> ": " + Texts.cut(text)).orElse("");
        return new Reading.Nothing(UNKNOWN.contains(code) ? Outcome.UNKNOWN_MAILBOX : Outcome.REFUSED, detail);
    }
}
