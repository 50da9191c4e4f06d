package org.exchangesync.ews.client;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.cxf.interceptor.AttachmentInInterceptor;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;

/**
 * Takes an answer's bytes as they come from the connection and reads them to the end, in place of CXF's own reading: that
 * builds a tree of the headers, reports damage in many ways, and knows nothing of cutting. Nothing after it runs.
 */
final class AnswerInterceptor extends AbstractPhaseInterceptor<Message> {
    /** Under this name the request carries its {@link Call}. */
    static final String CALL = Call.class.getName();

    AnswerInterceptor() {
        super(Phase.RECEIVE);
        addBefore(AttachmentInInterceptor.class.getName());
    }

    @Override
    public void handleMessage(Message message) {
        Call<?> call = (Call<?>) message.getExchange().getOutMessage().get(CALL);
        InputStream body = message.getContent(InputStream.class);
        Integer status = (Integer) message.get(Message.RESPONSE_CODE);
        call.answered(status == null ? -1 : status, headers(message), body);
        if (call.dropsConnection()) {
            // CXF would read on, and wait once more for a server that has gone silent.
            message.setContent(InputStream.class, InputStream.nullInputStream());
        }
        message.getInterceptorChain().abort();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, List<String>> headers(Message message) {
        Map<String, List<String>> headers = (Map<String, List<String>>) message.get(Message.PROTOCOL_HEADERS);
        return headers == null ? Map.of() : headers;
    }
}
