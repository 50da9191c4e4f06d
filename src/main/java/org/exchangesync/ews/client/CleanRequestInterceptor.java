package org.exchangesync.ews.client;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import org.apache.cxf.interceptor.MessageSenderInterceptor;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.transport.http.HTTPConduit;

/**
 * Has the large contents of a request written, and replaces the control characters that XML can't carry in what is sent. Subjects and notes have them, JAXB writes them as
 * they are, and a server refuses the whole request for one.
 */
final class CleanRequestInterceptor extends AbstractPhaseInterceptor<Message> {

    /** A refused request must not be tried again with credentials that something else in the process has set up for itself. */
    private static final Authenticator NOBODY = new Authenticator() {};

    CleanRequestInterceptor() {
        super(Phase.PREPARE_SEND);
        addAfter(MessageSenderInterceptor.class.getName());
    }

    @Override
    public void handleMessage(Message message) {
        Call<?> call = (Call<?>) message.get(AnswerInterceptor.CALL);
        if (message.get(HTTPConduit.KEY_HTTP_CONNECTION) instanceof HttpURLConnection connection) {
            connection.setAuthenticator(NOBODY);
            call.over(connection);
        }
        OutputStream out = call.sent().over(message.getContent(OutputStream.class));
        message.setContent(OutputStream.class, new CleanStream(out));
    }

    /** In UTF-8 a byte below 0x20 is always a control character. */
    private static final class CleanStream extends FilterOutputStream {

        CleanStream(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(isForbidden((byte) b) ? '?' : b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int written = offset;
            for (int i = offset; i < offset + length; i++) {
                if (isForbidden(bytes[i])) {
                    out.write(bytes, written, i - written);
                    out.write('?');
                    written = i + 1;
                }
            }
            out.write(bytes, written, offset + length - written);
        }

        private static boolean isForbidden(byte b) {
            return b >= 0 && b < ' ' && !Ascii.isSpace(b);
        }
    }
}
