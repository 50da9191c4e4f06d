package org.exchangesync.ews.client;

import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.soap.SOAPBinding;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import javax.xml.namespace.QName;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;
import org.apache.cxf.bus.CXFBusFactory;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.databinding.DataBinding;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.headers.Header;
import org.apache.cxf.jaxb.JAXBDataBinding;
import org.apache.cxf.jaxws.DispatchImpl;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.message.Message;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;
import org.exchangesync.transport.ConnectionSettings;

/**
 * The CXF side of a connection: a dispatch that marshals requests straight onto the wire, and an interceptor that reads
 * answers straight off it. Threadsafe.
 */
final class SoapChannel implements AutoCloseable {
    private static final QName SERVICE = new QName(Namespaces.MESSAGES, "ExchangeServices");
    private static final QName PORT = new QName(Namespaces.MESSAGES, "ExchangeServicePort");

    private static final class Shared {
        /** A bus of our own: what others add to the default bus (logging of whole messages, for one) stays out of ours. */
        private static final Bus BUS = bus();

        private static final DataBinding HEADERS = new JAXBDataBinding(EwsJaxb.context());

        private static Bus bus() {
            Bus before = BusFactory.getDefaultBus(false);
            Bus bus = new CXFBusFactory().createBus();
            BusFactory.setDefaultBus(before);
            return bus;
        }
    }

    private final URI url;
    private final Dispatch<Object> dispatch;
    private final Lanes lanes;

    /**
     * @param sockets factories for the connections of this channel, and of none else: connections are kept by factory
     * @param once requests may reach the server once only: {@code HttpURLConnection} sends a request again by itself when a
     *     kept connection turns out to be closed, unless the request is streamed. Harmless for reading; for writing it
     *     could make an item or send a mail twice.
     */
    SoapChannel(ConnectionSettings settings, Supplier<SSLSocketFactory> sockets, boolean once) {
        this.url = settings.url();
        this.dispatch = dispatch(settings, sockets.get(), policy(settings, once));
        this.lanes = new Lanes(sockets);
    }

    private static Dispatch<Object> dispatch(
            ConnectionSettings settings, SSLSocketFactory sockets, HTTPClientPolicy policy) {
        Bus before = BusFactory.getAndSetThreadDefaultBus(Shared.BUS);
        try {
            Service service = Service.create(SERVICE);
            service.addPort(PORT, SOAPBinding.SOAP11HTTP_BINDING, settings.url().toString());
            Dispatch<Object> dispatch = service.createDispatch(PORT, EwsJaxb.context(), Service.Mode.PAYLOAD);
            Client client = ((DispatchImpl<Object>) dispatch).getClient();
            client.setThreadLocalRequestContext(true);
            client.getInInterceptors().add(new AnswerInterceptor());
            client.getOutInterceptors().add(new CleanRequestInterceptor());
            // Each call gets a factory of its own in its place; without this one CXF would make one for each.
            TLSClientParameters tls = new TLSClientParameters();
            tls.setSSLSocketFactory(sockets);
            HTTPConduit conduit = (HTTPConduit) client.getConduit();
            conduit.setTlsClientParameters(tls);
            conduit.setClient(policy);
            return dispatch;
        } finally {
            BusFactory.setThreadDefaultBus(before);
        }
    }

    private static HTTPClientPolicy policy(ConnectionSettings settings, boolean once) {
        HTTPClientPolicy policy = new HTTPClientPolicy();
        policy.setConnectionTimeout(settings.connectTimeout().toMillis());
        policy.setReceiveTimeout(settings.readTimeout().toMillis());
        policy.setAutoRedirect(false);
        policy.setAllowChunking(once);
        policy.setChunkingThreshold(0);
        return policy;
    }

    /** Sends a request and reads its answer into the call. Throws only what went wrong before an answer came. */
    void exchange(Object request, List<Object> soapHeaders, Map<String, String> httpHeaders, Call<?> call) {
        Map<String, Object> context = dispatch.getRequestContext();
        context.put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, url.toString());
        context.put("force.urlconnection.http.conduit", true);
        context.put(HTTPConduit.NO_IO_EXCEPTIONS, true);
        context.put(Message.PROCESS_202_RESPONSE_ONEWAY_OR_PARTIAL, false);
        context.put(AnswerInterceptor.CALL, call);
        Lanes.Lane lane = lanes.take();
        call.goesBy(lane.sockets());
        // CXF would log every lost connection with its stack; the fault goes to the caller, who knows what it means.
        context.put(FaultListener.class.getName(), (FaultListener) (exception, description, message) -> false);
        context.put(Header.HEADER_LIST, headers(soapHeaders));
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        httpHeaders.forEach((name, value) -> headers.put(name, List.of(value)));
        context.put(Message.PROTOCOL_HEADERS, headers);
        try {
            dispatch.invoke(request);
        } finally {
            lanes.giveBack(lane, call.wasRefusedEntry());
            context.clear();
        }
    }

    private static List<Header> headers(List<Object> soapHeaders) {
        List<Header> headers = new ArrayList<>();
        for (Object header : soapHeaders) {
            String name = header.getClass().getSimpleName();
            headers.add(new Header(new QName(Namespaces.TYPES, name), header, Shared.HEADERS));
        }
        return headers;
    }

    @Override
    public void close() {
        ((DispatchImpl<Object>) dispatch).getClient().destroy();
    }
}
