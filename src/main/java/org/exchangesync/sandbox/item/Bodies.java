package org.exchangesync.sandbox.item;

import java.util.regex.Pattern;
import org.exchangesync.sandbox.mime.MimeReader;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.xml.Xml;

/** Bodies in the form a client wants: as stored, or turned from text into HTML and back. */
final class Bodies {
    private static final Pattern BREAK = Pattern.compile("(?i)<br\\s*/?>|</(p|div|tr|li|h[1-6])\\s*>");
    private static final Pattern HIDDEN = Pattern.compile("(?is)<(script|style|head)\\b.*?</\\1\\s*>|<!--.*?-->");

    private Bodies() {}

    /** The body of an item, an empty text when it has none. */
    static Xml of(ItemView view, String wanted) {
        StoredItem item = view.item();
        Xml stored = view.values().get("item:Body").orElse(null);
        if (stored == null && item.content().mime() != null && item.type().isMessage()) {
            MimeReader.Bodies bodies = MimeReader.bodies(item.content().mime());
            boolean html = bodies.html() != null && !(wanted.equals("Text") && bodies.text() != null);
            stored = body(html ? "HTML" : "Text", html ? bodies.html() : bodies.text() == null ? "" : bodies.text());
        }
        return stored == null ? body(wanted.equals("HTML") ? "HTML" : "Text", "") : as(stored, wanted);
    }

    private static Xml as(Xml stored, String wanted) {
        boolean isHtml = "HTML".equals(stored.attribute("BodyType"));
        if (wanted.equals("Text") && isHtml) {
            return body("Text", text(stored.text()));
        }
        if (wanted.equals("HTML") && !isHtml) {
            return body("HTML", html(stored.text()));
        }
        return stored;
    }

    static Xml body(String type, String text) {
        return Xml.t("Body", text).with("BodyType", type);
    }

    /** The readable text of HTML. */
    static String text(String html) {
        String bare = HIDDEN.matcher(html).replaceAll(" ").replaceAll("\\s+", " ");
        return BREAK.matcher(bare)
                .replaceAll("\r\n")
                .replaceAll("<[^>]*>", "")
                .replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&")
                .strip();
    }

    private static String html(String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"></head><body><div>"
                + escaped.replaceAll("\\r?\\n", "<br>\r\n")
                + "</div></body></html>";
    }
}
