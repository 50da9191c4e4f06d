package org.exchangesync.ews.client.mapping;

import java.io.IOException;
import org.exchangesync.item.Content;

/** How the bytes of a content stand in a request: as base64, or as a word in whose place base64 is written on the wire. */
@FunctionalInterface
public interface ContentText {
    /** The text that stands for the content. */
    String of(Content content) throws IOException;
}
