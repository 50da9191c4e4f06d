package org.exchangesync.ews.client;

import java.nio.file.Path;

/**
 * Where large contents go.
 *
 * @param threshold contents up to about this many bytes stay in memory
 * @param directory where spool files are made
 * @param limit the most bytes a content may have
 */
record ContentSpool(int threshold, Path directory, long limit) {}
