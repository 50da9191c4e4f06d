package org.exchangesync.check.identity;

/** Why a token is refused. */
public enum TokenRefusal {
    /** Longer than any token is. */
    TOO_LONG,
    /** Not three parts of base64url, or no JSON objects in them. */
    NOT_A_TOKEN,
    /** {@code typ} is not JWT, or the token demands extensions that nobody knows here ({@code crit}). */
    WRONG_TYPE,
    /** {@code alg} is anything but RS256: none, a symmetric one, another one. */
    WRONG_ALGORITHM,
    /** {@code x5t}, by which the key is found, is missing. */
    NO_KEY_ID,
    /** {@code aud} is not an address of ours. */
    WRONG_AUDIENCE,
    /** {@code iss} is not Exchange. */
    WRONG_ISSUER,
    /** {@code nbf} or {@code exp} is missing, or no time. */
    NO_LIFETIME,
    /** {@code nbf} lies ahead. */
    NOT_YET_VALID,
    /** {@code exp} is over. */
    EXPIRED,
    /** {@code appctx} is missing, or no JSON object. */
    NO_CONTEXT,
    /** {@code appctx.version} is not {@code ExIdTok.V1}. */
    WRONG_VERSION,
    /** {@code appctx.msexchuid} is missing. */
    NO_USER,
    /** {@code appctx.amurl} is not an address that is trusted; it was not asked. */
    UNTRUSTED_METADATA,
    /** The metadata document can't be had now: the token may be a good one. */
    METADATA_UNAVAILABLE,
    /** The metadata document is none. */
    BAD_METADATA,
    /** The metadata document has no signing key of that {@code x5t}. */
    UNKNOWN_KEY,
    /** The key is no RSA key of at least 2,048 bits. */
    WEAK_KEY,
    /** The signature is not that of this content by this key. */
    WRONG_SIGNATURE
}
