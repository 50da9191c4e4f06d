package org.exchangesync.check.identity;

import java.io.IOException;
import java.net.URI;

/** Brings metadata documents. */
@FunctionalInterface
public interface MetadataSource {
    /**
     * A document as it is now.
     *
     * @param url that is trusted
     * @param anywhere whether its server may be inside the own network
     * @throws IOException if it can't be had, or may not be asked for
     */
    byte[] fetch(URI url, boolean anywhere) throws IOException;
}
