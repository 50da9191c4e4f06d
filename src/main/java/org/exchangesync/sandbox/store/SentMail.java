package org.exchangesync.sandbox.store;

import java.time.Instant;
import java.util.List;

/**
 * A message that somebody sent, wherever it went: tests ask here whether mail left that should not have.
 *
 * @param from the mailbox it left
 * @param recipients every address it was for, inside and outside of the sandbox
 * @param itemClass such as {@code IPM.Note} or {@code IPM.Schedule.Meeting.Request}
 */
public record SentMail(Instant at, String from, List<String> recipients, String itemClass, String subject, Blob mime) {}
