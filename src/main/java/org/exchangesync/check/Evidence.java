package org.exchangesync.check;

/**
 * What went over the wire when something failed, without secrets.
 *
 * @param request as it was sent
 * @param response as it came; empty where none did
 */
public record Evidence(String request, String response) {}
