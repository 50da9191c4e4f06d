package org.exchangesync.ews.client;

import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Marshaller;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One request and the beginning of its answer as a person wants to see them: everything but what opens doors. */
final class Transcript {
    private static final int LONGEST = 16 << 10;
    private static final Set<String> SECRET = Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

    private final StringBuilder head = new StringBuilder();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private String request = "";

    /** Writes down what is about to be sent. */
    void request(URI url, boolean signedIn, Map<String, String> headers, List<Object> soapHeaders, Object soapBody) {
        StringBuilder text = new StringBuilder("POST " + url + "\n");
        if (signedIn) {
            text.append("Authorization: ***\n");
        }
        headers.forEach((name, value) -> line(text, name, value));
        soapHeaders.forEach(header -> text.append('\n').append(xml(header)));
        request = cut(text.append('\n').append(xml(soapBody)).toString());
    }

    private static String xml(Object part) {
        try {
            Marshaller marshaller = EwsJaxb.context().createMarshaller();
            marshaller.setProperty(Marshaller.JAXB_FRAGMENT, true);
            marshaller.setProperty(Marshaller.JAXB_FORMATTED_OUTPUT, true);
            StringWriter text = new StringWriter();
            marshaller.marshal(part, text);
            return text.toString();
        } catch (JAXBException e) {
            return "(" + part.getClass().getSimpleName() + " can't be shown: " + e.getMessage() + ")";
        }
    }

    /** Writes down what came; the body while it is read. */
    InputStream response(int status, Map<String, List<String>> headers, InputStream content) {
        head.append("HTTP ").append(status).append('\n');
        headers.forEach((name, values) -> values.forEach(value -> line(head, name, value)));
        return new Copying(content);
    }

    private static void line(StringBuilder text, String name, String value) {
        if (name != null) {
            boolean secret = SECRET.contains(name.toLowerCase(Locale.ROOT));
            text.append(name).append(": ").append(secret ? "***" : value).append('\n');
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    }

    String request() {
        return request;
    }

    String response() {
        String content = body.toString(StandardCharsets.UTF_8);
        return head + (content.isEmpty() ? "" : "\n" + content + (body.size() < LONGEST ? "" : " …"));
    }

    private final class Copying extends FilterInputStream {
        Copying(InputStream content) {
            super(content);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            if (b >= 0 && body.size() < LONGEST) {
                body.write(b);
            }
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int n = super.read(target, offset, length);
            if (n > 0) {
                body.write(target, offset, Math.min(n, LONGEST - body.size()));
            }
            return n;
        }

        @Override
        public boolean markSupported() {
            return false; // what is read twice would be written down twice
        }
    }
}
