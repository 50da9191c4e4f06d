package org.exchangesync.sandbox.store;

/**
 * What is wrong with an item that can be listed but not read, as corrupt items of a real server can.
 *
 * @param code the response code that GetItem answers, such as {@code ErrorItemCorrupt}
 * @param text names what is damaged and why
 */
public record Damage(String code, String text) {}
