package org.exchangesync.sandbox.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.exchangesync.sandbox.http.Reply;
import org.exchangesync.sandbox.http.Wire;
import org.exchangesync.sandbox.soap.Call;

/** Faults that spoil an answer on its way. */
final class Damage {
    /** One line of base64 that means something: 57 times the letter x. */
    private static final String BASE64_LINE = "eHh4".repeat(19);

    private Damage() {}

    /** What is to be changed in a document, once it is known how it is built. */
    private interface Plan {
        List<Edit> edits(Layout layout);
    }

    private static Reply edited(Hit hit, Function<Call, Reply> rest, Plan plan) {
        return rest.apply(hit.call())
                .edited(content -> out -> content.writeTo(new EditedStream(out, plan.edits(Layout.of(content)))));
    }

    static Reply cut(Hit hit, Function<Call, Reply> rest) {
        long bytes = hit.rule().number("afterBytes").orElseThrow();
        String in = hit.rule().word("in");
        Reply reply = rest.apply(hit.call());
        return in.equals("content")
                ? reply.edited(content -> out -> cutInContent(content, bytes, out))
                : reply.through(new CutWire(bytes, in.equals("body")));
    }

    private static void cutInContent(Reply.Content content, long bytes, OutputStream out) throws IOException {
        List<Layout.Range> contents = Layout.of(content).contents();
        if (contents.isEmpty()
                || contents.get(0).from() + bytes >= contents.get(0).to()) {
            content.writeTo(out);
            return;
        }
        content.writeTo(new EditedStream(out, List.of(Edit.end(contents.get(0).from() + bytes))));
        throw new Wire.EndsHere();
    }

    static Reply wrongContentLength(Hit hit, Function<Call, Reply> rest) {
        Reply reply = rest.apply(hit.call());
        long by = hit.rule().number("by").orElseThrow();
        try {
            return (reply.content() == null
                            ? reply
                            : reply.ofLength(Layout.of(reply.content()).length()))
                    .through(new LengthWire(by));
        } catch (IOException e) {
            throw new UncheckedIOException("the answer cannot be measured", e);
        }
    }

    static Reply xml(Hit hit, Function<Call, Reply> rest) {
        Random dice = hit.dice();
        String as = hit.rule().word("as");
        String kind = as.equals("any")
                ? List.of("control", "utf8", "markup", "entity", "truncated").get(dice.nextInt(5))
                : as;
        double where = dice.nextDouble();
        return edited(hit, rest, layout -> {
            long at = (long) (layout.length() * where);
            // Each of these is an error wherever it stands.
            return List.of(
                    switch (kind) {
                        case "control" -> Edit.insert(at, (byte) 1);
                        case "utf8" -> Edit.insert(at, (byte) 0xC3, (byte) 0x28);
                        case "markup" -> Edit.insert(at, "<<");
                        case "entity" -> Edit.insert(at, "&;");
                        default -> Edit.end(at);
                    });
        });
    }

    static Reply base64(Hit hit, Function<Call, Reply> rest) {
        long many = hit.rule().number("contents").orElseThrow();
        String as = hit.rule().word("as");
        return edited(hit, rest, layout -> {
            Random dice = hit.dice();
            List<Layout.Range> all = new ArrayList<>(layout.contents());
            Collections.shuffle(all, dice);
            return all.stream().limit(many).map(r -> spoiled(r, as, dice)).toList();
        });
    }

    private static Edit spoiled(Layout.Range content, String as, Random dice) {
        String kind =
                as.equals("any") ? List.of("character", "length", "padding").get(dice.nextInt(3)) : as;
        long at = content.from() + (long) ((content.to() - content.from()) * dice.nextDouble());
        return switch (kind) {
            case "character" -> Edit.insert(at, "*");
            case "length" -> Edit.drop(content.from(), 1);
            default -> Edit.insert(content.from(), "=");
        };
    }

    static Reply oversize(Hit hit, Function<Call, Reply> rest) {
        long bytes = hit.rule().number("bytes").orElseThrow();
        String in = hit.rule().word("in");
        return edited(hit, rest, layout -> {
            if (in.equals("content")) {
                return layout.contents().stream()
                        .limit(1)
                        .map(c -> Edit.repeat(c.from(), BASE64_LINE, lines(bytes)))
                        .toList();
            }
            if (layout.response() < 0) {
                return List.of();
            }
            return in.equals("space")
                    ? List.of(Edit.repeat(layout.response(), " ".repeat(BASE64_LINE.length()), lines(bytes)))
                    : List.of(
                            Edit.insert(layout.response(), "<m:MessageText>"),
                            Edit.repeat(layout.response(), BASE64_LINE, lines(bytes)),
                            Edit.insert(layout.response(), "</m:MessageText>"));
        });
    }

    private static long lines(long bytes) {
        return (bytes + BASE64_LINE.length() - 1) / BASE64_LINE.length();
    }
}
