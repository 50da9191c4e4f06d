package org.exchangesync.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.exchangesync.sandbox.http.CertificateAuthority;

/** Asks for the same pages and items as the others and throws the bytes away: how fast the server is, and the wire. */
final class RawDrain {
    private static final String ENVELOPE = """
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" \
            xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" \
            xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Header><t:ExchangeImpersonation>\
            <t:ConnectingSID><t:PrimarySmtpAddress>%s</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>\
            </s:Header><s:Body>%s</s:Body></s:Envelope>""";
    private static final String PAGE = """
            <m:SyncFolderItems><m:SyncFolderId><t:DistinguishedFolderId Id="inbox"/></m:SyncFolderId>\
            <m:SyncState>%s</m:SyncState><m:MaxChangesReturned>%d</m:MaxChangesReturned></m:SyncFolderItems>""";
    private static final String ITEMS = "<m:GetItem><m:ItemIds>%s</m:ItemIds></m:GetItem>";

    private final SSLContext tls;
    private final Settings settings;
    private final CannedMailboxes mailboxes;

    private RawDrain(Settings settings) {
        this.settings = settings;
        this.tls = CertificateAuthority.in(settings.folder()).clientContext();
        this.mailboxes = new CannedMailboxes(settings);
    }

    public static void main(String[] arguments) throws Exception {
        RawDrain raw = new RawDrain(Settings.read());
        Drain.run(raw::drain);
    }

    private void drain(String address, Drain drain) throws IOException {
        int mailbox = CannedMailboxes.mailbox(address);
        for (int from = 0; from < mailboxes.items(mailbox); from += settings.page()) {
            post(address, PAGE.formatted(CannedMailboxes.state(from), settings.page()));
            long[] numbers = IntStream.range(from, Math.min(mailboxes.items(mailbox), from + settings.page()))
                    .mapToLong(item -> CannedMailboxes.number(mailbox, item))
                    .toArray();
            post(
                    address,
                    ITEMS.formatted(java.util.Arrays.stream(numbers)
                            .mapToObj(number -> "<t:ItemId Id=\"" + CannedMailboxes.id(number) + "\"/>")
                            .collect(Collectors.joining())));
            for (long number : numbers) {
                drain.came(mailboxes.mail(number).size());
            }
        }
    }

    private void post(String address, String body) throws IOException {
        byte[] request = ENVELOPE.formatted(address, body).getBytes(StandardCharsets.US_ASCII);
        HttpURLConnection connection = (HttpURLConnection) Drain.url().toURL().openConnection();
        if (connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(tls.getSocketFactory());
        }
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(request);
        }
        long expected = connection.getContentLengthLong();
        byte[] buffer = new byte[64 << 10];
        try (InputStream in = connection.getInputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                expected -= n;
            }
        }
        if (expected != 0) {
            throw new IOException("the answer lacks " + expected + " bytes");
        }
    }
}
