/**
 * HTTPS of the sandbox: certificates, log-on, pages. Begin with {@link org.exchangesync.sandbox.http.HttpFront}. Uses
 * {@code sandbox.soap} and below. Further ways to log on implement {@link
 * org.exchangesync.sandbox.http.AuthenticationScheme}.
 */
package org.exchangesync.sandbox.http;
