package org.exchangesync.ews.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.exchangesync.ews.client.HostileServer.answer;
import static org.exchangesync.ews.client.HostileServer.repeat;
import static org.exchangesync.ews.client.HostileServer.text;
import static org.exchangesync.ews.client.HostileServer.write;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.exchangesync.ews.client.HostileServer.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a server sends over TLS, the end is a typed fault that says what and where: within seconds, within the memory of a
 * small process, and nothing that an answer names is ever fetched.
 */
@Timeout(180)
class HostileServerTest {
    /**
     * The client's limits are the default ones divided by this, and so is what the server sends. With 1 the default limits are
     * tried with what they are made for, which takes a few minutes.
     */
    private static final int SCALE = Integer.getInteger("exchangesync.hostile.scale", 128);

    private static final int MB = (1 << 20) / SCALE;
    private static final int MANY = 10_000_000 / SCALE;
    private static final String MIME = Base64.getEncoder().encodeToString("Subject: x\r\n\r\n".getBytes(UTF_8));
    private static final String GOOD = Soap.getItemAnswer(Soap.mail("a", MIME));
    private static final String DECLARED = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";
    private static final String START = GOOD.substring(0, GOOD.indexOf("<m:Items>")) + "<m:Items>";

    @TempDir
    static Path directory;

    private static HostileServer server;
    private static HostileServer decoy;
    private static HostileCalls client;

    @BeforeAll
    static void start() throws Exception {
        TestAuthority authority = new TestAuthority();
        var tls = authority.server("localhost", Instant.now().plus(Duration.ofDays(1)));
        server = new HostileServer(tls);
        decoy = new HostileServer(tls).on("secret", text(GOOD));
        client = new HostileCalls(server, authority.pem(directory), directory, SCALE);
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        server.close();
        decoy.close();
    }

    @Test
    void aGoodAnswerIsRead() {
        client.expected()
                .answered("good", text(GOOD))
                .answered("good-packed", packed(GOOD.getBytes(UTF_8)))
                .told();
    }

    @Test
    void charsetsThatLie() {
        String german = GOOD.replace("subject of a", "Gr\u00fc\u00dfe");
        client.expected()
                .answered("bom", bytes(UTF_8, "\uFEFF" + german))
                .answered("latin-1", bytes(ISO_8859_1, german.replace("utf-8", "iso-8859-1")))
                .fault("BadAnswer", "garbled", "latin-1-as-utf-8", bytes(ISO_8859_1, german))
                .fault("BadAnswer", "UTF-16", "utf-16", bytes(UTF_16, german))
                .fault("BadAnswer", "UTF-16", "utf-16-without-bom", bytes(UTF_16LE, german))
                .fault("BadAnswer", "encoding", "utf-16-declared", text(german.replace("utf-8", "UTF-16")))
                .fault("BadAnswer", "encoding", "utf-7-declared", text(german.replace("utf-8", "UTF-7")))
                .fault("BadAnswer", "encoding", "nonsense-declared", text(german.replace("utf-8", "x-nobody")))
                .answered("overlong", bytes(ISO_8859_1, GOOD.replace("subject of a", "\u00c0\u00bc")))
                .fault(
                        "BadAnswer",
                        "garbled",
                        "surrogates",
                        bytes(ISO_8859_1, GOOD.replace("subject of a", "\u00ed\u00a0\u0080")))
                .fault(
                        "BadAnswer",
                        "garbled",
                        "cut-character",
                        bytes(ISO_8859_1, GOOD.replace("subject of a", "\u00f0\u009f")))
                .told();
    }

    @Test
    void hugeAndDeepXml() {
        client.expected()
                .fault("LimitExceeded", "tag", "attribute-of-50-MB", xml("<t:Message a=\"", "x", 50 * MB))
                .fault("LimitExceeded", "text", "text-of-200-MB", xml("<t:Message><t:Subject>", "x", 200 * MB))
                .fault(
                        "LimitExceeded",
                        "text",
                        "cdata-of-200-MB",
                        xml("<t:Message><t:Subject><![CDATA[", "x", 200 * MB))
                .fault("LimitExceeded", "XML", "cdata-flood", xml("<t:Message><t:Subject>", "<![CDATA[]]>", 20 * MB))
                .fault("LimitExceeded", "deep", "depth", xml("", "<t:Message>", 100_000))
                .fault("LimitExceeded", "elements", "empty-elements", xml("", "<t:Message/>", MANY))
                .fault("LimitExceeded", "elements", "empty-properties", xml("<t:Message>", "<t:Subject/>", MANY))
                .fault("LimitExceeded", "elements", "unknown-elements", xml("<t:Message>", "<t:Nobody/>", MANY))
                .fault("LimitExceeded", "limit", "names", answer("", HostileServerTest::names))
                .fault("LimitExceeded", "", "attributes", answer("", HostileServerTest::attributes))
                .fault(
                        "LimitExceeded",
                        "XML",
                        "texts",
                        xml(
                                "",
                                "<t:Message><t:Subject>" + "x".repeat(20_000) + "</t:Subject></t:Message>",
                                MANY / 1000))
                .fault("LimitExceeded", "XML", "comments", xml("", "<!-- nothing -->", 20 * MB))
                .fault("LimitExceeded", "XML", "instructions", xml("", "<?do nothing?>", 20 * MB))
                .fault(
                        "LimitExceeded",
                        "bytes",
                        "contents",
                        xml(
                                "",
                                "<t:Message><t:MimeContent>" + "QUJD".repeat(250_000 / SCALE)
                                        + "</t:MimeContent></t:Message>",
                                1000))
                .fault(
                        "LimitExceeded",
                        "bytes",
                        "content-without-end",
                        xml("<t:Message><t:MimeContent>", "QUJD", 1024 * MB))
                .fault(
                        "LimitExceeded",
                        "elements",
                        "contents-of-nothing",
                        xml("", "<t:Message><t:MimeContent></t:MimeContent></t:Message>", MANY))
                .told();
        assertThat(directory.resolve("spool")).as("no file is left behind").isEmptyDirectory();
    }

    @Test
    void entitiesAndDocumentTypes() {
        String none = "EWS has none of this";
        client.expected()
                .fault("BadAnswer", none, "doctype", text(typed("<!DOCTYPE s:Envelope>")))
                .fault(
                        "BadAnswer",
                        none,
                        "external-doctype",
                        text(typed("<!DOCTYPE s SYSTEM \"" + decoy.url("secret") + "\">")))
                .fault(
                        "BadAnswer",
                        none,
                        "file",
                        text(typed("<!DOCTYPE s [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>")
                                .replace("subject of a", "&x;")))
                .fault(
                        "BadAnswer",
                        none,
                        "http",
                        text(typed("<!DOCTYPE s [<!ENTITY x SYSTEM \"" + decoy.url("secret") + "\">]>")
                                .replace("subject of a", "&x;")))
                .fault(
                        "BadAnswer",
                        none,
                        "parameter-entity",
                        text(typed("<!DOCTYPE s [<!ENTITY % x SYSTEM \"" + decoy.url("secret") + "\"> %x;]>")))
                .fault("BadAnswer", none, "billion-laughs", text(typed(laughs()).replace("subject of a", "&a9;")))
                .fault("BadAnswer", none, "entity-in-attribute", text(GOOD.replace("Id=\"a\"", "Id=\"&x;\"")))
                .fault("BadAnswer", none, "entity-in-content", text(GOOD.replace(MIME, "&x;")))
                .fault(
                        "BadAnswer",
                        "no SOAP envelope",
                        "include",
                        text("<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"" + decoy.url("secret")
                                + "\"/>"))
                .answered(
                        "style-sheet",
                        text(GOOD.replace(
                                DECLARED, DECLARED + "<?xml-stylesheet href=\"" + decoy.url("secret") + "\"?>")))
                .answered(
                        "schema-location",
                        text(GOOD.replace(
                                "<s:Envelope ",
                                "<s:Envelope xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:x "
                                        + decoy.url("secret") + "\" ")))
                .told();
        assertThat(decoy.requests()).as("nothing was fetched").isZero();
    }

    @Test
    void gzipThatIsABombOrNone() throws IOException {
        byte[] good = pack(GOOD.getBytes(UTF_8));
        byte[] spaces = bomb(" ");
        byte[] twice = pack(good);
        byte[] noName = new byte[] {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0};
        byte[] emptyMember = pack(new byte[0]);
        String gzip = "Content-Encoding: gzip\r\n";
        client.expected()
                .fault("LimitExceeded", "text", "bomb", answer(gzip, out -> out.write(spaces)))
                .fault(
                        "LimitExceeded",
                        "bytes",
                        "bomb-of-content",
                        answer(gzip, out -> out.write(bomb(START + "<t:Message><t:MimeContent>", "QUJD"))))
                .fault(
                        "LimitExceeded",
                        "XML",
                        "bomb-of-comments",
                        answer(gzip, out -> out.write(bomb(START, "<!---->"))))
                .fault("BadAnswer", "garbled", "packed-twice", answer(gzip, out -> out.write(twice)))
                .fault(
                        "BadAnswer",
                        "asked for",
                        "packed-twice-and-said",
                        answer("Content-Encoding: gzip, gzip\r\n", out -> out.write(twice)))
                .fault("BadAnswer", "asked for", "brotli", answer("Content-Encoding: br\r\n", out -> out.write(good)))
                .fault(
                        "Network|BadAnswer",
                        "end of ZLIB",
                        "packed-and-cut",
                        answer(gzip, out -> out.write(good, 0, good.length / 2)))
                .fault(
                        "BadAnswer",
                        "isn't",
                        "said-and-not-packed",
                        answer(gzip, out -> out.write(GOOD.getBytes(UTF_8))))
                .fault("BadAnswer", "garbled", "packed-and-not-said", answer("", out -> out.write(good)))
                .fault("BadAnswer", "no end", "header-without-end", answer(gzip, out -> {
                    out.write(noName);
                    repeat(out, "x", 1 << 30);
                }))
                .fault("BadAnswer", "", "empty-members", answer(gzip, out -> {
                    for (int i = 0; i < 100_000; i++) {
                        out.write(emptyMember);
                    }
                }))
                .told();
    }

    @Test
    void bodiesThatLieAboutTheirLength() {
        byte[] good = GOOD.getBytes(UTF_8);
        String chunked = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n";
        client.expected()
                .fault(
                        "Network",
                        "of 100000 bytes came",
                        "longer",
                        answer("Content-Length: 100000\r\n", out -> out.write(good, 0, 500)))
                .answered("longer-behind-the-end", answer("Content-Length: 100000\r\n", out -> out.write(good)))
                .fault("BadAnswer", "ends early", "shorter", answer("Content-Length: 300\r\n", out -> out.write(good)))
                .fault("BadAnswer", "ends early", "half", answer("", out -> out.write(good, 0, good.length / 2)))
                .answered("length-is-no-number", answer("Content-Length: many\r\n", out -> out.write(good)))
                .answered("negative-length", answer("Content-Length: -5\r\n", out -> out.write(good)))
                .fault("Network|BadAnswer", "", "chunk-size-is-no-number", out -> write(out, chunked + "zz\r\n" + GOOD))
                .fault("Network|BadAnswer", "", "chunk-size-is-negative", out -> write(out, chunked + "-10\r\n" + GOOD))
                .fault(
                        "Network|BadAnswer",
                        "",
                        "chunk-is-cut",
                        out -> write(out, chunked + "fffff\r\n" + GOOD.substring(0, 400)))
                .fault("Network|BadAnswer", "", "chunk-header-without-end", out -> {
                    write(out, chunked + "5;");
                    repeat(out, "x", 1 << 30);
                })
                .fault("LimitExceeded", "", "chunks-without-end", out -> {
                    write(out, chunked);
                    repeat(out, "10\r\n<!-- 89abcdef-->\r\n", 1 << 30);
                })
                .answered("chunks-after-the-end", out -> {
                    write(out, chunked + Integer.toHexString(good.length) + "\r\n" + GOOD + "\r\n");
                    repeat(out, "10\r\n0123456789abcdef\r\n", 1 << 30);
                })
                .told();
    }

    @Test
    void headsThatAreNone() {
        String ok = "HTTP/1.1 200 OK\r\n";
        client.expected()
                .fault("Network|BadAnswer", "", "nothing", out -> {})
                .fault("Network|BadAnswer", "", "half-a-head", out -> write(out, "HTTP/1.1 200 OK\r\nContent-Ty"))
                .fault("Network|BadAnswer", "", "zeros", out -> out.write(new byte[100_000]))
                .fault("Network|BadAnswer", "", "headers-without-end", out -> {
                    write(out, ok);
                    repeat(out, "X-Header: value\r\n", 1 << 30);
                })
                .fault("Network|BadAnswer", "", "a-header-without-end", out -> {
                    write(out, ok + "X-Header: ");
                    repeat(out, "x", 1 << 30);
                })
                .fault("Network|BadAnswer", "", "status-line-without-end", out -> {
                    write(out, "HTTP/1.1 200 ");
                    repeat(out, "x", 1 << 30);
                })
                .fault(
                        "Network|BadAnswer",
                        "",
                        "continue-for-ever",
                        out -> repeat(out, "HTTP/1.1 100 Continue\r\n\r\n", 1 << 22))
                .told();
    }

    @Test
    void redirectsAreNotFollowed() {
        HostileCalls.Expected expected = client.expected();
        for (String target : new String[] {
            decoy.url("secret"),
            decoy.url("secret").replace("https", "http"),
            "file:///etc/passwd",
            "//localhost/",
            "\0"
        }) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                String head = "HTTP/1.1 " + status + " Moved\r\nLocation: " + target + "\r\nContent-Length: 0\r\n\r\n";
                expected.fault("Http" + status, "not followed", "redirect-" + status, out -> write(out, head));
            }
        }
        expected.told();
        assertThat(decoy.requests()).as("nobody else was asked").isZero();
    }

    @Test
    void serversThatTakeTheirTime() {
        client.expected()
                .fault("Network", "in time", "slow-silence", waiting(""))
                .fault(
                        "Network",
                        "",
                        "slow-after-the-head",
                        waiting("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n"))
                .fault(
                        "Network",
                        "2000 ms",
                        "slow-head-drips",
                        dripping("HTTP/1.1 200 OK\r\n" + "X-Header: value\r\n".repeat(1000)))
                .fault("Network", "2000 ms", "slow-answer-drips", dripping("HTTP/1.1 200 OK\r\n\r\n" + GOOD))
                .fault("Network", "2000 ms", "unread-request", unread())
                .told();
    }

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private static Answer waiting(String sent) {
        return out -> {
            write(out, sent);
            pause(30_000);
        };
    }

    private static Answer dripping(String sent) {
        return out -> {
            for (byte b : sent.getBytes(UTF_8)) {
                out.write(b);
                out.flush();
                pause(100);
            }
        };
    }

    /** The name says it to the server, which then doesn't read the request. */
    private static Answer unread() {
        return out -> pause(30_000);
    }

    private static void pause(int millis) {
        try {
            NEVER.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Answer bytes(Charset charset, String body) {
        return answer("", out -> out.write(body.getBytes(charset)));
    }

    private static Answer packed(byte[] body) {
        return answer("Content-Encoding: gzip\r\n", out -> out.write(pack(body)));
    }

    /** An answer with one item, in which something comes again and again. */
    private static Answer xml(String first, String again, long times) {
        return answer("", out -> {
            out.write((START + first).getBytes(UTF_8));
            repeat(out, again, times);
        });
    }

    private static void names(OutputStream out) throws IOException {
        out.write((START + "<t:Message>").getBytes(UTF_8));
        StringBuilder block = new StringBuilder();
        for (int i = 0; i < 1_000_000; i++) {
            block.append("<t:Nobody").append(i).append("/>");
            if (i % 1000 == 0) {
                out.write(block.toString().getBytes(UTF_8));
                block.setLength(0);
            }
        }
    }

    private static void attributes(OutputStream out) throws IOException {
        out.write((START + "<t:Message").getBytes(UTF_8));
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 1_000_000; i++) {
            all.append(" a").append(i).append("=\"\"");
        }
        out.write(all.append("/>").toString().getBytes(UTF_8));
    }

    private static String typed(String documentType) {
        return GOOD.replace(DECLARED, DECLARED + documentType);
    }

    private static String laughs() {
        StringBuilder type = new StringBuilder("<!DOCTYPE s [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 10; i++) {
            type.append("<!ENTITY a")
                    .append(i)
                    .append(" \"")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        return type.append("]>").toString();
    }

    private static byte[] pack(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        return packed.toByteArray();
    }

    private static byte[] bomb(String again) throws IOException {
        return bomb(START, again);
    }

    /** A quarter of a MB that unpacks to a quarter of a GB by scale, which is more than any answer may have here. */
    private static byte[] bomb(String start, String again) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(start.getBytes(UTF_8));
            repeat(gzip, again, 256L * MB / again.length());
        }
        return packed.toByteArray();
    }
}
