package org.exchangesync.sandbox.soap;

import java.util.List;
import org.exchangesync.sandbox.xml.Xml;

/** One item or folder of a request fails: answered as a response message with that code; the others go on. */
public final class ResponseError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient List<Xml> details;

    public ResponseError(String code, String message) {
        this(code, message, List.of());
    }

    /** @param details elements of MessageXml: property paths or named values */
    public ResponseError(String code, String message, List<Xml> details) {
        super(message);
        this.code = code;
        this.details = List.copyOf(details);
    }

    public String code() {
        return code;
    }

    /** What MessageXml holds. */
    public List<Xml> details() {
        return details;
    }

    public static ResponseError itemNotFound() {
        return new ResponseError("ErrorItemNotFound", "The specified object was not found in the store.");
    }

    public static ResponseError folderNotFound() {
        return new ResponseError("ErrorFolderNotFound", "The specified folder could not be found in the store.");
    }

    public static ResponseError malformedId() {
        return new ResponseError("ErrorInvalidIdMalformed", "Id is malformed.");
    }
}
