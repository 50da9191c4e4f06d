package org.exchangesync.transport;

/**
 * What a server says about itself.
 *
 * @param product such as {@code Exchange2016}
 * @param version such as {@code 15.1.2507.6}
 */
public record ServerInfo(String product, String version) {}
