package org.exchangesync.item.mime;

import org.apache.james.mime4j.stream.BodyDescriptor;

/**
 * What is known of a part before its content is read.
 *
 * @param mimeType in lower case; where the header names none, what the standard says for that place
 * @param assumed the header names no type
 * @param boundary for a multipart that can be divided, else null
 * @param undivided a multipart whose boundary isn't said
 * @param charset as the header says, or null
 * @param transferEncoding one of RFC 2045
 * @param disposition in lower case, or null
 * @param fileName from Content-Disposition, or null
 * @param name from Content-Type, or null
 * @param contentIdField the Content-ID field, or null
 * @param depth 0 for the message itself
 * @param related it stands in a multipart/related
 */
record Part(
        String mimeType,
        boolean assumed,
        String boundary,
        boolean undivided,
        String charset,
        String transferEncoding,
        String disposition,
        String fileName,
        String name,
        String contentIdField,
        int depth,
        boolean related)
        implements BodyDescriptor {

    /** The same part, taken as plain text. */
    Part asText() {
        return new Part(
                "text/plain",
                true,
                null,
                false,
                charset,
                transferEncoding,
                disposition,
                fileName,
                name,
                contentIdField,
                depth,
                related);
    }

    /** The file's name without a path, or null. */
    String attachmentName() {
        String given = fileName != null && !fileName.isBlank() ? fileName : name;
        if (given == null || given.isBlank()) {
            return null;
        }
        String bare = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1)
                .strip();
        return bare.isEmpty() ? given.strip() : bare;
    }

    /** The Content-ID without angle brackets, or null. */
    String contentId() {
        if (contentIdField == null) {
            return null;
        }
        String bare = contentIdField.strip();
        bare = bare.startsWith("<") ? bare.substring(1) : bare;
        bare = bare.endsWith(">") ? bare.substring(0, bare.length() - 1) : bare;
        return bare.isBlank() ? null : bare.strip();
    }

    boolean isBase64() {
        return transferEncoding.equals(TransferEncoding.BASE64);
    }

    boolean isAttachment() {
        return disposition != null && !disposition.equals("inline") || fileName != null;
    }

    @Override
    public String getMimeType() {
        // Mime4j divides what is called multipart; undivided ones are handed over as they are.
        return boundary != null || !mimeType.startsWith("multipart/") ? mimeType : "application/octet-stream";
    }

    @Override
    public String getMediaType() {
        return mimeType.substring(0, mimeType.indexOf('/'));
    }

    @Override
    public String getSubType() {
        return mimeType.substring(mimeType.indexOf('/') + 1);
    }

    @Override
    public String getBoundary() {
        return boundary;
    }

    @Override
    public String getCharset() {
        return charset;
    }

    @Override
    public String getTransferEncoding() {
        return transferEncoding;
    }

    @Override
    public long getContentLength() {
        return -1;
    }
}
