/**
 * What mailboxes are filled with: files of a folder ({@link org.exchangesync.sandbox.fill.SandboxData}).
 * company. Uses everything of the sandbox below it but {@code http} and
 * {@code soap}.
 */
package org.exchangesync.sandbox.fill;
