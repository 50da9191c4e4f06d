package org.exchangesync.ews.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.exchangesync.ews.client.messages.GetItem;
import org.exchangesync.transport.ConnectionSettings;
import org.exchangesync.transport.Credentials;
import org.exchangesync.transport.MailboxRef;
import org.exchangesync.transport.Secret;

/**
 * A client in a process of its own with little memory: what a hostile answer takes can't hide there. Calls the addresses
 * that stand on its input, one a line, and says of each what came of it: code, milliseconds and words.
 */
final class HostileClient {
    private static final MailboxRef ANNA = MailboxRef.of("anna@example.org");
    private static final long MIB = 1 << 20;

    private HostileClient() {}

    /** Arguments: by what the default limits are divided, the file of the authority, the folder for large contents. */
    public static void main(String[] arguments) throws IOException {
        int scale = Integer.parseInt(arguments[0]);
        Path trust = Path.of(arguments[1]);
        Path spool = Path.of(arguments[2]);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        for (String url = input.readLine(); url != null; url = input.readLine()) {
            long start = System.nanoTime();
            String result = call(settings(url, trust, spool), limits(url, scale));
            System.out.println((System.nanoTime() - start) / 1_000_000 + "\t" + result);
        }
    }

    /** The default limits by scale. Where slowness is what is tried, nobody waits long. */
    private static EwsLimits limits(String url, int scale) {
        EwsLimits usual = EwsLimits.DEFAULT;
        return new EwsLimits(
                usual.elements() / scale,
                usual.depth(),
                usual.tagBytes(),
                usual.attributes(),
                usual.textBytes() / scale,
                usual.xmlBytes() / scale,
                32 * MIB / scale,
                200 * MIB / scale,
                usual.answerTime(),
                isSlow(url) ? Duration.ofSeconds(2) : usual.callTime());
    }

    private static boolean isSlow(String url) {
        return url.contains("/slow-") || url.contains("/unread-");
    }

    private static String call(ConnectionSettings settings, EwsLimits limits) {
        try (EwsClient client = new EwsClient(
                        settings, limits, EwsAuthentication.of(settings, Clock.systemUTC()), Clock.systemUTC());
                EwsAnswers<?> answers = client.call(ANNA, EwsOperation.GET_ITEM, request(settings.url()))) {
            return "answered\t" + answers.size();
        } catch (EwsFault fault) {
            return fault.code() + "\t" + fault.getMessage().replaceAll("\\s+", " ");
        } catch (Throwable other) { // whatever it is, the test is to hear of it
            return "THROWN\t" + other;
        }
    }

    /** A server that doesn't take the request is met with one that no buffer holds. */
    private static GetItem request(URI url) {
        int ids = url.getPath().startsWith("/unread") ? 50_000 : 1;
        return Soap.getItem(IntStream.range(0, ids)
                .mapToObj(i -> "item-" + i + "-".repeat(100))
                .toArray(String[]::new));
    }

    private static ConnectionSettings settings(String url, Path trust, Path spool) {
        return ConnectionSettings.builder("wire", URI.create(url), new Credentials("svc", Secret.of("secret")))
                .trustStore(trust, null)
                .spool(1 << 20, spool)
                .gzip(true)
                .readTimeout(Duration.ofSeconds(isSlow(url) ? 1 : 20))
                .build();
    }
}
