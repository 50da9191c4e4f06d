/**
 * XML in and out of the sandbox: one immutable element type, a reader that refuses document types, a writer that streams
 * base64. Uses nobody. Deliberately not the generated types of the client: a misunderstanding of ours would be on both
 * sides and no test would see it.
 */
package org.exchangesync.sandbox.xml;
