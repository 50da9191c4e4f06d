package org.exchangesync.sandbox.http;

import java.io.InputStream;
import java.util.Map;
import org.exchangesync.sandbox.soap.SoapService;
import org.exchangesync.sandbox.store.Account;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /EWS/Exchange.asmx}: SOAP by POST; a browser is sent to the WSDL, as servers do. */
final class EwsPage implements Page {
    private static final Logger LOG = LoggerFactory.getLogger(EwsPage.class);

    private final SoapService service;

    EwsPage(SoapService service) {
        this.service = service;
    }

    @Override
    public Reply answer(String method, InputStream body, Account account) {
        if (!method.equals("POST")) {
            return new Reply(302, "text/html", null, new byte[0], Map.of("Location", "/EWS/Services.wsdl"));
        }
        SoapService.Answer answer;
        try {
            answer = service.handle(body, account);
        } catch (RuntimeException e) {
            LOG.error(
                    "The sandbox failed to answer a request of {}; the client got ErrorInternalServerError",
                    account,
                    e);
            answer = service.internalError(e);
        }
        return Reply.xml(answer.status(), answer.envelope());
    }
}
