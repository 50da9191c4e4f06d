package org.exchangesync.ews.client;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;

/** The generated types' JAXB context: made once, because that takes a second. */
final class EwsJaxb {
    private EwsJaxb() {}

    private static final class Holder {
        private static final JAXBContext CONTEXT = create();

        private static JAXBContext create() {
            try {
                return JAXBContext.newInstance(
                        org.exchangesync.ews.client.messages.ObjectFactory.class,
                        org.exchangesync.ews.client.types.ObjectFactory.class);
            } catch (JAXBException e) {
                throw new IllegalStateException(
                        "the generated EWS types don't fit the JAXB runtime on the class path", e);
            }
        }
    }

    static JAXBContext context() {
        return Holder.CONTEXT;
    }
}
