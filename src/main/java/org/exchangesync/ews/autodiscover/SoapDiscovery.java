package org.exchangesync.ews.autodiscover;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.exchangesync.ews.autodiscover.Attempt.Outcome;

/**
 * GetUserSettings.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/getusersettings-operation-soap">
 *     GetUserSettings operation (SOAP)</a>
 */
final class SoapDiscovery {
    private static final String NAMESPACE = "http://schemas.microsoft.com/exchange/2010/Autodiscover";
    private static final String ACTION = NAMESPACE + "/Autodiscover/GetUserSettings";

    private SoapDiscovery() {}

    static Web.Question question(URI url, String address) {
        String body = """
                <?xml version="1.0" encoding="utf-8"?>
                <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:a="%s" xmlns:wsa="http://www.w3.org/2005/08/addressing">
                <soap:Header><a:RequestedServerVersion>Exchange2010</a:RequestedServerVersion><wsa:Action>%s</wsa:Action><wsa:To>%s</wsa:To></soap:Header>
                <soap:Body><a:GetUserSettingsRequestMessage><a:Request>
                <a:Users><a:User><a:Mailbox>%s</a:Mailbox></a:User></a:Users>
                <a:RequestedSettings><a:Setting>ExternalEwsUrl</a:Setting><a:Setting>InternalEwsUrl</a:Setting><a:Setting>EwsSupportedSchemas</a:Setting></a:RequestedSettings>
                </a:Request></a:GetUserSettingsRequestMessage></soap:Body>
                </soap:Envelope>
                """.formatted(NAMESPACE, ACTION, escaped(url.toString()), escaped(address));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/xml; charset=utf-8");
        headers.put("Accept", "text/xml");
        headers.put("SOAPAction", '"' + ACTION + '"');
        headers.put("X-AnchorMailbox", address);
        return new Web.Question(url, headers, body.getBytes(StandardCharsets.UTF_8), true);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    static Reading read(byte[] body) {
        XmlTree envelope;
        try {
            envelope = XmlTree.read(body);
        } catch (XMLStreamException e) {
            return new Reading.Nothing(Outcome.BAD_ANSWER, "the answer is no XML: " + e.getMessage());
        }
        Optional<XmlTree> response = envelope.at("Body", "GetUserSettingsResponseMessage", "Response");
        if (!envelope.name().equals("Envelope") || response.isEmpty()) {
            return new Reading.Nothing(
                    Outcome.BAD_ANSWER,
                    envelope.textAt("Body", "Fault", "faultstring")
                            .map(fault -> "a SOAP fault: " + Texts.cut(fault))
                            .orElse("the answer is none to GetUserSettings"));
        }
        String code = response.get().textAt("ErrorCode").orElse("NoError");
        if (!code.equals("NoError")) {
            return refused(code, response.get());
        }
        return response.get()
                .at("UserResponses", "UserResponse")
                .map(SoapDiscovery::user)
                .orElse(new Reading.Nothing(Outcome.BAD_ANSWER, "the answer says nothing of the mailbox"));
    }

    private static Reading user(XmlTree user) {
        String code = user.textAt("ErrorCode").orElse("NoError");
        Optional<String> target = user.textAt("RedirectTarget");
        if (code.equals("RedirectAddress") && target.isPresent()) {
            return new Reading.OtherAddress(target.get());
        }
        if (code.equals("RedirectUrl") && target.isPresent()) {
            return new Reading.OtherUrl(target.get());
        }
        if (!code.equals("NoError")) {
            return refused(code, user);
        }
        Map<String, String> settings = new LinkedHashMap<>();
        user.at("UserSettings").stream()
                .flatMap(all -> all.all("UserSetting"))
                .forEach(setting -> setting.textAt("Name")
                        .ifPresent(name ->
                                settings.put(name, setting.textAt("Value").orElse(null))));
        String external = settings.get("ExternalEwsUrl");
        String internal = settings.get("InternalEwsUrl");
        if (external == null && internal == null) {
            return new Reading.Nothing(
                    Outcome.REFUSED, "the mailbox has no address of EWS: it may be switched off for it");
        }
        return new Reading.Found(external, internal, settings.get("EwsSupportedSchemas"));
    }

    private static Reading refused(String code, XmlTree at) {
        String detail = code
                + at.textAt("ErrorMessage").map(text -> ": " + Texts.cut(text)).orElse("");
        return new Reading.Nothing(
                switch (code) {
                    case "InvalidUser" -> Outcome.UNKNOWN_MAILBOX;
                    case "ServerBusy" -> Outcome.BUSY;
                    default -> Outcome.REFUSED;
                },
                detail);
    }
}
