package org.exchangesync.sandbox.http;

import java.util.List;

/**
 * Addresses with accounts of their own, who can log on nowhere else.
 *
 * @param prefix what its addresses begin with, in lower case
 */
public record Area(String prefix, List<AuthenticationScheme> schemes, Page page) {}
