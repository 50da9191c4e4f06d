package org.exchangesync.sandbox.http;

import java.util.function.Function;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.soap.SoapFault;
import org.exchangesync.sandbox.soap.SoapService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /EWS/Exchange.asmx}: SOAP by POST; a browser is sent to the WSDL, as servers do. */
final class EwsPage implements Page {
    private static final Logger LOG = LoggerFactory.getLogger(EwsPage.class);

    private final SoapService service;
    private final Function<String, CallFilter> filters;

    EwsPage(SoapService service, Function<String, CallFilter> filters) {
        this.service = service;
        this.filters = filters;
    }

    @Override
    public Reply answer(Request request) {
        if (!request.method().equals("POST")) {
            return Reply.empty(302).with("Location", "/EWS/Services.wsdl");
        }
        try {
            return filters.apply(request.path()).around(service.open(request.body(), request.account()), this::perform);
        } catch (SoapFault | ResponseError e) {
            return reply(service.refusal(e));
        } catch (RuntimeException e) {
            LOG.error(
                    "The sandbox failed to answer a request of {}; the client got ErrorInternalServerError",
                    request.account(),
                    e);
            return reply(service.internalError(e));
        }
    }

    private Reply perform(Call call) {
        return reply(service.answer(call));
    }

    private static Reply reply(SoapService.Answer answer) {
        return Reply.xml(answer.status(), answer.envelope());
    }
}
