/**
 * What mailboxes are filled with: files of a folder ({@link org.exchangesync.sandbox.fill.SandboxData}), or two made-up
 * companies ({@link org.exchangesync.sandbox.fill.DemoData}). Uses everything of the sandbox below it but {@code http}.
 */
package org.exchangesync.sandbox.fill;
