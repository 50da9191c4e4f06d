package org.exchangesync.check;

/** What came of a step, from good to bad. */
public enum Result {
    /** Not done: it doesn't apply, or what it builds on failed. */
    SKIP,
    /** All is well. */
    PASS,
    /** It works, but somebody should look at it. */
    WARN,
    /** It doesn't work. */
    FAIL
}
