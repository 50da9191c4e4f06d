package org.exchangesync.item.mime;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exchangesync.item.Email.Recipient;
import org.exchangesync.item.Email.RecipientType;
import org.exchangesync.item.EmailAddress;
import org.exchangesync.item.Importance;
import org.exchangesync.item.Sensitivity;

/** The fields of the message's own header that an email takes over, and their meaning. */
final class MessageFields {
    /** Fields whose presence shows that this is a mail at all. */
    private static final Set<String> OF_A_MAIL = Set.of(
            "subject",
            "from",
            "sender",
            "reply-to",
            "to",
            "cc",
            "bcc",
            "date",
            "message-id",
            "in-reply-to",
            "references",
            "received",
            "return-path",
            "mime-version",
            "content-type",
            "delivered-to",
            "x-mailer");

    private static final Set<String> WANTED = Set.of(
            "subject",
            "from",
            "sender",
            "reply-to",
            "to",
            "cc",
            "bcc",
            "date",
            "message-id",
            "in-reply-to",
            "references",
            "importance",
            "priority",
            "x-priority",
            "sensitivity",
            "thread-index");

    private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>]{1,2000}>");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\s]+");

    private final Map<String, List<String>> values = new HashMap<>();
    private boolean mail;

    boolean wants(String lowerCaseName) {
        mail |= OF_A_MAIL.contains(lowerCaseName);
        return WANTED.contains(lowerCaseName);
    }

    void add(String lowerCaseName, String value) {
        values.computeIfAbsent(lowerCaseName, name -> new ArrayList<>()).add(value);
    }

    /** Whether any field of a mail was there. */
    boolean isMail() {
        return mail;
    }

    /** The first value with something in it, or null. */
    String first(String name) {
        for (String value : values.getOrDefault(name, List.of())) {
            if (!value.isBlank()) {
                return value;
            }
        }
        return null;
    }

    String subject() {
        String value = first("subject");
        return value == null ? null : oneLine(EncodedWords.decode(value));
    }

    String messageId() {
        String value = first("message-id");
        if (value == null) {
            return null;
        }
        Matcher id = MESSAGE_ID.matcher(value);
        return oneLine(id.find() ? id.group() : value);
    }

    /** The first date that can be read. */
    Instant date() {
        return values.getOrDefault("date", List.of()).stream()
                .map(MimeDates::parse)
                .filter(date -> date != null)
                .findFirst()
                .orElse(null);
    }

    EmailAddress from() {
        List<EmailAddress> authors = addresses("from");
        return authors.stream()
                .filter(author -> author.address() != null)
                .findFirst()
                .orElse(authors.isEmpty() ? null : authors.get(0));
    }

    /** The Sender where it says something that From doesn't. */
    EmailAddress sender() {
        List<EmailAddress> senders = addresses("sender");
        EmailAddress from = from();
        if (senders.isEmpty()) {
            return null;
        }
        EmailAddress sender = senders.get(0);
        boolean same =
                from != null && sender.address() != null && sender.address().equalsIgnoreCase(from.address());
        return same ? null : sender;
    }

    List<EmailAddress> addresses(String name) {
        List<EmailAddress> all = new ArrayList<>();
        for (String value : values.getOrDefault(name, List.of())) {
            all.addAll(AddressListParser.parse(value));
        }
        return all;
    }

    List<Recipient> recipients() {
        List<Recipient> all = new ArrayList<>();
        addresses("to").forEach(address -> all.add(new Recipient(RecipientType.TO, address)));
        addresses("cc").forEach(address -> all.add(new Recipient(RecipientType.CC, address)));
        addresses("bcc").forEach(address -> all.add(new Recipient(RecipientType.BCC, address)));
        return all;
    }

    /** The ids of In-Reply-To or References in their order, each once; phrases between them are left out. */
    List<String> messageIds(String name) {
        Set<String> ids = new LinkedHashSet<>();
        for (String value : values.getOrDefault(name, List.of())) {
            Matcher id = MESSAGE_ID.matcher(value);
            boolean found = false;
            while (id.find()) {
                ids.add(id.group().replaceAll("\\s+", ""));
                found = true;
            }
            if (!found) {
                for (String word : value.split("[\\s,]+")) {
                    if (word.indexOf('@') > 0) {
                        ids.add(word);
                    }
                }
            }
        }
        return List.copyOf(ids);
    }

    Importance importance() {
        String said = lower("importance");
        if (said.isEmpty()) {
            said = lower("x-priority");
        }
        if (said.isEmpty()) {
            said = lower("priority");
        }
        if (said.startsWith("high") || said.startsWith("urgent") || said.startsWith("1") || said.startsWith("2")) {
            return Importance.HIGH;
        }
        if (said.startsWith("low") || said.startsWith("non-urgent") || said.startsWith("4") || said.startsWith("5")) {
            return Importance.LOW;
        }
        return Importance.NORMAL;
    }

    Sensitivity sensitivity() {
        String said = lower("sensitivity");
        if (said.startsWith("personal")) {
            return Sensitivity.PERSONAL;
        }
        if (said.startsWith("private")) {
            return Sensitivity.PRIVATE;
        }
        return said.contains("confidential") ? Sensitivity.CONFIDENTIAL : Sensitivity.NORMAL;
    }

    /** The Thread-Index without the blanks that folding leaves in it. */
    String threadIndex() {
        String value = first("thread-index");
        return value == null ? null : value.replaceAll("\\s+", "");
    }

    private String lower(String name) {
        String value = first(name);
        return value == null ? "" : value.toLowerCase(Locale.ROOT);
    }

    /** Encoded words may hide line ends, which have no place in a line. */
    private static String oneLine(String value) {
        String line = CONTROL.matcher(value).replaceAll(" ").strip();
        return line.isEmpty() ? null : line;
    }
}
