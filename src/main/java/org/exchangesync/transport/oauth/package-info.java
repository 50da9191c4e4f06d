/**
 * Tokens by OAuth 2.0 client credentials: how an application proves who it is, what a token endpoint answers, and when a
 * token is renewed. Begin with {@link org.exchangesync.transport.oauth.TokenCache}. Uses {@code transport}; knows nothing
 * of EWS, nor how a token endpoint is reached ({@link org.exchangesync.transport.oauth.TokenEndpoint}).
 */
package org.exchangesync.transport.oauth;
