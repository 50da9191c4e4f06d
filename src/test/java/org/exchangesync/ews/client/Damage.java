package org.exchangesync.ews.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Damages an answer so that it mostly stays well-formed: what it says is wrong, not how it is written. Seeded. */
final class Damage {
    private static final Pattern TEXT = Pattern.compile(">([^<>]+)</");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s(?!xmlns)[\\w:]+=[\"']([^\"']*)[\"']");
    private static final Pattern WHOLE_ATTRIBUTE = Pattern.compile("\\s(?!xmlns)[\\w:]+=(?:\"[^\"]*\"|'[^']*')");
    private static final Pattern LEAF = Pattern.compile("<([\\w:]+)(?:\\s[^<>]*)?(?:/>|>[^<>]*</\\1>)");
    private static final Pattern SIMPLE =
            Pattern.compile("<([\\w:]+)(?:\\s[^<>]*)?>(?:(?!<\\1[\\s>]).)*?</\\1>", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("<(t:\\w+)");

    private static final List<String> WRONG = List.of(
            "",
            " ",
            "-1",
            "0",
            "1",
            "32",
            "2147483647",
            "-2147483648",
            "99999999999999999999",
            "NaN",
            "INF",
            "-INF",
            "1e308",
            "true",
            "maybe",
            "Error",
            "Success",
            "ErrorNobodyEverHeardOf",
            "NoError",
            "0001-01-01T00:00:00Z",
            "99999-01-01T00:00:00Z",
            "999999999-12-31T23:59:59Z",
            "9999-12-31T23:59:59-18:00",
            "2026-02-31T25:61:61Z",
            "2026-03-01T10:00:00+99:99",
            "-0044-03-15",
            "Sunday Sunday Sunday",
            "Nosuchday",
            "Sixth",
            "cut:0",
            "cut:1",
            "cut:-1",
            "cut:99999999999",
            "&#0;&#x1;&#xFFFF;",
            "\uD83D\uDE00\u202E",
            "../../etc/passwd",
            "IPM.Nothing",
            "0xZZZZ",
            "x".repeat(3000));

    private final Random random;

    Damage(long seed) {
        this.random = new Random(seed);
    }

    byte[] of(byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        for (int n = random.nextInt(3); n >= 0; n--) {
            text = switch (random.nextInt(8)) {
                case 0, 1, 2 -> value(text);
                case 3 -> without(text);
                case 4 -> twice(text);
                case 5 -> elsewhere(text);
                case 6 -> renamed(text);
                default -> retyped(text);
            };
        }
        byte[] damaged = text.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(10) == 0) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    private String value(String text) {
        MatchResult found = any(random.nextBoolean() ? TEXT : ATTRIBUTE, text);
        String wrong = random.nextInt(4) == 0 ? "" : WRONG.get(random.nextInt(WRONG.size()));
        return found == null ? text : text.substring(0, found.start(1)) + wrong + text.substring(found.end(1));
    }

    private String without(String text) {
        MatchResult found = random.nextBoolean() ? element(text) : any(WHOLE_ATTRIBUTE, text);
        return found == null ? text : text.substring(0, found.start()) + text.substring(found.end());
    }

    private String twice(String text) {
        MatchResult found = element(text);
        return found == null ? text : text.substring(0, found.end()) + found.group() + text.substring(found.end());
    }

    /** An element stands where another one stood, or beside it. */
    private String elsewhere(String text) {
        MatchResult moved = element(text);
        MatchResult place = element(text);
        if (moved == null || place == null) {
            return text;
        }
        int from = random.nextBoolean() ? place.start() : place.end();
        return text.substring(0, from) + moved.group() + text.substring(place.end());
    }

    private String renamed(String text) {
        MatchResult found = any(NAME, text);
        MatchResult other = any(NAME, text);
        if (found == null) {
            return text;
        }
        return random.nextBoolean()
                ? text.replaceAll("(</?)" + found.group(1) + "\\b", "$1" + other.group(1))
                : text.replaceAll("(</?)" + found.group(1) + "\\b", "$1t:NobodyKnowsThis");
    }

    private String retyped(String text) {
        MatchResult found = any(NAME, text);
        MatchResult other = any(NAME, text);
        if (found == null) {
            return text;
        }
        String attribute = random.nextInt(4) == 0 ? "nil=\"true\"" : "type=\"" + other.group(1) + "Type\"";
        return text.substring(0, found.end()) + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:"
                + attribute + text.substring(found.end());
    }

    private MatchResult element(String text) {
        return any(random.nextBoolean() ? LEAF : SIMPLE, text);
    }

    private MatchResult any(Pattern pattern, String text) {
        List<MatchResult> all = new ArrayList<>(pattern.matcher(text).results().toList());
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }
}
