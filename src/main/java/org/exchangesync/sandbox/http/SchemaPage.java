package org.exchangesync.sandbox.http;

import java.io.IOException;
import java.io.InputStream;

/** The WSDL and schema files, beside the service as on real servers. */
final class SchemaPage implements Page {
    private final String resource;

    SchemaPage(String resource) {
        this.resource = resource;
    }

    @Override
    public Reply answer(Request request) throws IOException {
        try (InputStream in = SchemaPage.class.getResourceAsStream(resource)) {
            return in == null ? Reply.empty(404) : Reply.of(200, "text/xml", in.readAllBytes());
        }
    }
}
