package org.exchangesync.item.mime;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.BodyDescriptorBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.MimeUtil;

/**
 * What the header of a part says about its content, in the form in which Mime4j asks for it. Mime4j makes one for each
 * entity and asks it for one for each of its parts.
 */
final class PartHeader implements BodyDescriptorBuilder {
    private static final int LONGEST_BOUNDARY = 500;
    private static final Pattern MEDIA_TYPE = Pattern.compile("[^\\s/]+/[^\\s/]+");

    private final int depth;
    private final int deepest;
    private final boolean related;
    private final boolean digest;
    private final MessageFields message;
    private final Map<String, String> fields = new HashMap<>();

    private boolean relatedParts;
    private boolean digestParts;

    private PartHeader(int depth, int deepest, boolean related, boolean digest, MessageFields message) {
        this.depth = depth;
        this.deepest = deepest;
        this.related = related;
        this.digest = digest;
        this.message = message;
    }

    /**
     * The header of the outermost entity.
     *
     * @param message takes the fields of the message itself, or null for none
     */
    static PartHeader outermost(MessageFields message, int deepest) {
        return new PartHeader(0, deepest, false, false, message);
    }

    @Override
    public void reset() {
        fields.clear();
    }

    @Override
    public Field addField(RawField field) {
        String name = field.getNameLowerCase();
        boolean mime = name.startsWith("content-");
        boolean wanted = message != null && depth == 0 && message.wants(name);
        if (mime || wanted) {
            String value = value(field);
            if (mime) {
                fields.putIfAbsent(name, value);
            }
            if (wanted) {
                message.add(name, value);
            }
        }
        return null;
    }

    /** Decoded from the raw bytes, because they may be of any charset, and unfolded. */
    private static String value(RawField field) {
        ByteSequence raw = field.getRaw();
        if (raw == null) {
            return field.getBody(); // made by us, for a multipart whose boundary was guessed
        }
        int from = field.getDelimiterIdx() + 1;
        byte[] bytes = new byte[Math.max(0, raw.length() - from)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = raw.byteAt(from + i);
        }
        return MimeUtil.unfold(MimeCharsets.decode(bytes, null)).strip();
    }

    @Override
    public BodyDescriptor build() {
        HeaderParameters type = HeaderParameters.parse(fields.getOrDefault("content-type", ""));
        HeaderParameters disposition = HeaderParameters.parse(fields.getOrDefault("content-disposition", ""));
        String declared = MEDIA_TYPE.matcher(type.value()).matches() ? type.value() : null;
        String boundary = type.get("boundary");
        boolean divided = declared != null && declared.startsWith("multipart/");
        boolean multipart = divided
                && boundary != null
                && !boundary.isBlank()
                && boundary.length() <= LONGEST_BOUNDARY
                && depth < deepest;
        relatedParts = "multipart/related".equals(declared);
        digestParts = "multipart/digest".equals(declared);
        String byDefault = digest ? "message/rfc822" : "text/plain";
        return new Part(
                declared == null ? byDefault : declared,
                declared == null,
                multipart ? boundary.stripTrailing() : null,
                divided && !multipart && depth < deepest,
                type.get("charset"),
                TransferEncoding.of(fields.get("content-transfer-encoding")),
                disposition.value().isEmpty() ? null : disposition.value(),
                disposition.get("filename"),
                type.get("name"),
                fields.get("content-id"),
                depth,
                related);
    }

    @Override
    public BodyDescriptorBuilder newChild() {
        return new PartHeader(depth + 1, deepest, relatedParts, digestParts, null);
    }
}
