package org.exchangesync.sandbox.xml;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that can be read any number of times, wherever they are kept. */
@FunctionalInterface
public interface BinarySource {
    /** A new stream over all bytes; the caller closes it. */
    InputStream open() throws IOException;
}
