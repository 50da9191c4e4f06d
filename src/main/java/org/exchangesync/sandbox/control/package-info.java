/**
 * The control API: REST and JSON below {@code /sandbox/}, for whoever has the sandbox in another process. Begin with {@link
 * org.exchangesync.sandbox.control.ControlPage}. Everything it does is a Java method of {@code sandbox.fault}, {@code
 * sandbox.ledger} or {@link org.exchangesync.sandbox.control.Administration}.
 */
package org.exchangesync.sandbox.control;
