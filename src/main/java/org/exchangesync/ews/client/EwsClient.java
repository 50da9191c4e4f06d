package org.exchangesync.ews.client;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.exchangesync.ews.client.messages.BaseRequestType;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.ews.client.messages.GetItemResponseMessageType;
import org.exchangesync.ews.client.messages.ResponseMessageType;
import org.exchangesync.ews.client.types.ConnectingSIDType;
import org.exchangesync.ews.client.types.ExchangeImpersonation;
import org.exchangesync.ews.client.types.RequestServerVersion;
import org.exchangesync.transport.Authentication;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Impersonation;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.TransportException;
import org.exchangesync.transport.WireListener;

/**
 * Calls an EWS server. One for each connection; threadsafe.
 *
 * <p>Every call signs in ahead, names the mailbox to impersonate, and speaks the version that the mailbox's server takes.
 * Whatever goes wrong is an {@link EwsFault}. Nothing is ever sent a second time, except after a server refused the
 * version: then it has done nothing.
 *
 * @see <a href="https://learn.microsoft.com/exchange/client-developer/exchange-web-services/ews-client-design-overview-for-exchange">
 *     EWS client design</a>
 */
public final class EwsClient implements EwsCalls {
    /** Administrators allow and block EWS clients by this name, so it never changes. */
    public static final String USER_AGENT = "ExchangeSync";

    /** Servers give the calls that list changes a budget of their own (ConcurrentSyncCalls), smaller than that of others. */
    private static final int MOST_SYNC_CALLS = 2;

    private final ConnectionSettings settings;
    private final EwsLimits limits;
    private final EwsAuthentication authentication;
    private final WireListener listener;
    private final Clock clock;
    private final SoapChannel reading;
    private final SoapChannel writing;
    private final ContentSpool spool;
    private final MailboxPermits permits;
    private final MailboxPermits syncPermits;
    private final AccountPermits accountPermits;
    private final SignIn signIn;
    private final CallWatch watch;
    private final MailboxVersions versions = new MailboxVersions();
    private volatile ServerVersion serverVersion;

    /** A client with the default limits. */
    public EwsClient(ConnectionSettings settings) {
        this(settings, Clock.systemUTC());
    }

    private EwsClient(ConnectionSettings settings, Clock clock) {
        this(settings, WireListener.NONE, clock);
    }

    /** A client with the default limits whose requests and answers somebody wants to see. */
    EwsClient(ConnectionSettings settings, WireListener listener, Clock clock) {
        this(settings, EwsLimits.DEFAULT, EwsAuthentication.of(settings, clock), listener, clock);
    }

    /**
     * @param authentication how to sign in
     * @param limits what an answer may cost
     * @param clock for time limits and {@code Retry-After} dates
     * @throws EwsFault if the settings can't be used: plain http that isn't allowed, an unreadable trust store
     */
    public EwsClient(ConnectionSettings settings, EwsLimits limits, EwsAuthentication authentication, Clock clock) {
        this(settings, limits, authentication, WireListener.NONE, clock);
    }

    private EwsClient(
            ConnectionSettings settings,
            EwsLimits limits,
            EwsAuthentication authentication,
            WireListener listener,
            Clock clock) {
        refuseWhatCantBe(settings);
        this.settings = settings;
        this.limits = limits;
        this.authentication = authentication;
        this.listener = listener;
        this.clock = clock;
        Supplier<SSLSocketFactory> sockets = EwsSockets.factories(settings, authentication.connectionSignIn());
        this.reading = new SoapChannel(settings, sockets, false);
        this.writing = new SoapChannel(settings, sockets, true);
        this.spool = new ContentSpool(settings.spoolThreshold(), settings.spoolDirectory(), limits.contentBytes());
        this.permits = new MailboxPermits(settings.maxConnections(), settings.readTimeout());
        this.syncPermits =
                new MailboxPermits(Math.min(MOST_SYNC_CALLS, settings.maxConnections()), settings.readTimeout());
        this.accountPermits = new AccountPermits(settings.maxAccountConnections(), settings.readTimeout(), clock);
        this.signIn = new SignIn(settings, authentication::proof, clock);
        this.watch = new CallWatch(settings.name(), limits.callTime());
    }

    private static void refuseWhatCantBe(ConnectionSettings settings) {
        String scheme = String.valueOf(settings.url().getScheme());
        boolean plain = scheme.equalsIgnoreCase("http");
        if (settings.url().getHost() == null || !(plain || scheme.equalsIgnoreCase("https"))) {
            throw new EwsFault(
                    TransportException.CONFIGURATION,
                    "Connection '" + settings.name() + "': " + settings.url()
                            + " is no address of EWS. Enter https://<host>/EWS/Exchange.asmx.",
                    null);
        }
        if (plain && !settings.allowPlainHttp()) {
            throw new EwsFault(
                    TransportException.CONFIGURATION,
                    "Connection '" + settings.name() + "': " + settings.url()
                            + " would send the password readable for anyone. Use https://, or allow plain http explicitly.",
                    null);
        }
        if (plain && (settings.proxy() != null || settings.authentication() instanceof Authentication.Ntlm)) {
            throw new EwsFault(
                    TransportException.CONFIGURATION,
                    "Connection '" + settings.name() + "': " + settings.url()
                            + " is plain http, over which neither NTLM nor a proxy is used. Use https://.",
                    null);
        }
    }

    /**
     * Calls an operation.
     *
     * @param contents for which words stand in the request
     * @return an answer for each thing asked for; to be closed
     * @throws EwsFault if the call as a whole failed
     */
    @Override
    public <R extends BaseRequestType, M extends ResponseMessageType> EwsAnswers<M> call(
            MailboxRef mailbox, EwsOperation<R, M> operation, R request, SentContents contents) {
        Call<M> call = exchange(mailbox, operation, request, contents);
        if (call.fault() != null) {
            call.contents().close();
            throw call.fault();
        }
        return new EwsAnswers<>(call.context(), call.answers(), List.of(call.contents()));
    }

    /**
     * Gets items with their contents. An answer without fault has its item. An item that breaks the answer costs only itself: the others are asked for again
     * without it, and its answer is a fault with the code {@code ErrorItemCorrupt} (or {@code LimitExceeded}).
     */
    @Override
    public EwsAnswers<GetItemResponseMessageType> getItem(MailboxRef mailbox, GetItem request) {
        return new ItemRescue(batch -> exchange(mailbox, EwsOperation.GET_ITEM, batch, new SentContents()))
                .getItems(request);
    }

    /** The version that the server told with its last answer; empty before the first. */
    @Override
    public Optional<ServerVersion> serverVersion() {
        return Optional.ofNullable(serverVersion);
    }

    /** The {@code RequestServerVersion} that calls for a mailbox carry now, such as {@code Exchange2013_SP1}. */
    @Override
    public String requestVersion(MailboxRef mailbox) {
        return versions.of(mailbox.address());
    }

    private <R extends BaseRequestType, M extends ResponseMessageType> Call<M> exchange(
            MailboxRef mailbox, EwsOperation<R, M> operation, R request, SentContents contents) {
        while (true) {
            String version = versions.of(mailbox.address());
            Call<M> call = exchangeOnce(mailbox, operation, request, contents, version);
            if (call.version() != null) {
                serverVersion = call.version();
            }
            EwsFault refusal = refusal(call);
            if (refusal == null || !versions.lower(mailbox.address(), version, refusal)) {
                return call;
            }
            call.contents().close();
        }
    }

    /** A version is refused as a whole, or in the first response message. */
    private static EwsFault refusal(Call<?> call) {
        if (call.fault() != null) {
            return call.fault();
        }
        return call.answers().isEmpty() ? null : call.answers().get(0).fault().orElse(null);
    }

    private <R extends BaseRequestType, M extends ResponseMessageType> Call<M> exchangeOnce(
            MailboxRef mailbox, EwsOperation<R, M> operation, R request, SentContents contents, String version) {
        CallContext context = context(mailbox, operation);
        Semaphore permit = (operation == EwsOperation.SYNC_FOLDER_ITEMS ? syncPermits : permits).acquire(context);
        Call<M> call = null;
        long number = 0;
        try {
            number = accountPermits.acquire(context);
            call = signedIn(mailbox, operation, request, contents, version, context);
            return call;
        } finally {
            if (number > 0) {
                accountPermits.release(number, call == null ? null : refusal(call));
            }
            permit.release();
        }
    }

    private <R extends BaseRequestType, M extends ResponseMessageType> Call<M> signedIn(
            MailboxRef mailbox,
            EwsOperation<R, M> operation,
            R request,
            SentContents contents,
            String version,
            CallContext context) {
        Call<M> call = new Call<>(context, operation, contents, limits, spool, clock);
        boolean ahead;
        try {
            ahead = signIn.enter(context);
        } catch (EwsFault refused) {
            call.failed(refused);
            return call;
        }
        try {
            String sent = attempt(mailbox, operation, request, version, call);
            if (call.wasRefusedEntry() && authentication.renewed(sent)) {
                call.contents().close();
                call = new Call<>(context(mailbox, operation), operation, contents, limits, spool, clock);
                attempt(mailbox, operation, request, version, call);
            }
        } finally {
            signIn.leave(ahead, call.fault());
        }
        return call;
    }

    @Override
    public Optional<String> token() {
        String bearer = EwsAuthentication.BEARER + " ";
        return EwsAuthentication.BEARER.equals(authentication.scheme())
                ? Optional.of(authentication.authorization().substring(bearer.length()))
                : Optional.empty();
    }

    private CallContext context(MailboxRef mailbox, EwsOperation<?, ?> operation) {
        return new CallContext(
                settings.name(),
                mailbox.address(),
                operation,
                UUID.randomUUID().toString(),
                authentication.scheme(),
                null);
    }

    /**
     * Sends the request and reads the answer into the call.
     *
     * @return by what it signed in, or null
     */
    private <R extends BaseRequestType, M extends ResponseMessageType> String attempt(
            MailboxRef mailbox, EwsOperation<R, M> operation, R request, String version, Call<M> call) {
        CallContext context = call.context();
        String authorization = null;
        Future<?> timer = watch.over(call);
        Transcript transcript = listener == WireListener.NONE ? null : call.record(new Transcript());
        try {
            authorization = authentication.authorization();
            call.signsInBy(authorization);
            List<Object> soapHeaders = soapHeaders(mailbox, version);
            Map<String, String> httpHeaders = httpHeaders(mailbox, operation, context.requestId());
            if (transcript != null) {
                transcript.request(settings.url(), authorization != null, httpHeaders, soapHeaders, request);
            }
            (operation.isRead() ? reading : writing).exchange(request, soapHeaders, httpHeaders, call);
            if (!call.wasAnswered()) {
                call.failed(context.fault(TransportException.BAD_ANSWER, "the server gave no answer", null));
            }
        } catch (Exception | StackOverflowError thrown) {
            // CXF wraps everything in exceptions of its own; what it wraps is looked at, whatever it is. The JDK reads
            // heads
            // by recursion, so that a server can exhaust the stack.
            if (call.fault() == null) {
                call.failed(NetworkFault.of(thrown, settings.url(), context, clock));
            }
        } finally {
            timer.cancel(false);
            if (transcript != null) {
                listener.exchanged(transcript.request(), transcript.response());
            }
        }
        call.tellIfOverdue();
        return authorization;
    }

    private List<Object> soapHeaders(MailboxRef mailbox, String version) {
        List<Object> headers = new ArrayList<>();
        RequestServerVersion requestVersion = new RequestServerVersion();
        requestVersion.setVersion(version);
        headers.add(requestVersion);
        if (settings.impersonation() != Impersonation.NONE) {
            ConnectingSIDType who = new ConnectingSIDType();
            switch (settings.impersonation()) {
                case PRINCIPAL_NAME -> who.setPrincipalName(mailbox.connectingId());
                case SID -> who.setSID(mailbox.connectingId());
                default -> who.setPrimarySmtpAddress(mailbox.connectingId());
            }
            ExchangeImpersonation impersonation = new ExchangeImpersonation();
            impersonation.setConnectingSID(who);
            headers.add(impersonation);
        }
        return headers;
    }

    private Map<String, String> httpHeaders(MailboxRef mailbox, EwsOperation<?, ?> operation, String requestId) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("SOAPAction", operation.soapAction());
        headers.put("User-Agent", USER_AGENT);
        headers.put("X-AnchorMailbox", mailbox.address());
        headers.put("client-request-id", requestId);
        headers.put("return-client-request-id", "true");
        if (settings.gzip()) {
            headers.put("Accept-Encoding", "gzip");
        }
        return headers;
    }

    /** The most requests at once for the account, as the server's complaints have made it. */
    int accountLimit() {
        return accountPermits.limit();
    }

    @Override
    public void close() {
        watch.close();
        reading.close();
        writing.close();
    }
}
