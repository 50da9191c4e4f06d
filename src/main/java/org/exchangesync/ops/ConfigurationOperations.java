package org.exchangesync.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.exchangesync.profile.ConfigurationException;
import org.exchangesync.profile.Declaration;
import org.exchangesync.profile.Declaration.Kind;
import org.exchangesync.profile.DeclarationStore;
import org.exchangesync.profile.DeclarationStore.Changes;
import org.exchangesync.profile.DeclarationStore.DeclaredElsewhereException;
import org.exchangesync.profile.ProfilesFile;

/**
 * Profiles, mailboxes, settings and defaults as they are declared. Nothing is stored that doesn't fit together; the program
 * uses what was stored within seconds. Threadsafe.
 */
public final class ConfigurationOperations {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the defaults say of how a mailbox is served, and single mailboxes may say otherwise. */
    private static final Set<String> DEFAULTED = Set.of(
            "profile",
            "fallbackProfile",
            "incomingEmail",
            "forwardMailbox",
            "outgoingEmail",
            "appointmentsContactsTasks",
            "deleteEmailsAfterProcessing",
            "processEmailFrom");

    private final DeclarationStore store;
    private final ProfilesFile reader;

    public ConfigurationOperations(DeclarationStore store, ProfilesFile reader) {
        this.store = store;
        this.reader = reader;
    }

    /**
     * What is meant.
     *
     * @param kind of declaration
     * @param names exactly these, or all if it is empty
     * @param profile mailboxes of this profile, or null
     */
    public record Selection(Kind kind, Set<String> names, String profile) {
        public Selection {
            names = Set.copyOf(names.stream()
                    .map(name -> kind == Kind.MAILBOX ? name.toLowerCase(Locale.ROOT) : name)
                    .toList());
        }
    }

    /** What is declared, by kind and name; of every kind if it is null. */
    public List<Declaration> list(Kind kind) {
        return store.all().stream()
                .filter(declaration -> kind == null || declaration.kind() == kind)
                .toList();
    }

    /**
     * One declaration.
     *
     * @throws OperationException if there is none
     */
    public Declaration show(Kind kind, String name) {
        return select(new Selection(kind, Set.of(name), null)).get(0);
    }

    /**
     * Takes profiles and mailboxes from a file of a person's, in place of those of the same names.
     *
     * @param label the file's name: {@code .csv} for a table of mailboxes, otherwise YAML
     * @param dryRun only checks it
     */
    public Changes take(String label, String text, boolean dryRun, String who) {
        String yaml = label.toLowerCase(Locale.ROOT).endsWith(".csv") ? yaml(text) : text;
        return told(() -> {
            List<Declaration> all = store.all();
            List<Declaration> taken = reader.readText(label, yaml, all).declarations();
            refuseOthers(taken, all);
            return dryRun ? forecast(taken, all) : store.put(taken, who);
        });
    }

    private static String yaml(String csv) {
        try {
            String header = csv.lines().findFirst().orElse("");
            return MailboxCsv.toYaml(new StringReader(csv), header.indexOf(';') > 0 && header.indexOf(',') < 0);
        } catch (IOException | IllegalArgumentException e) {
            throw new OperationException("this is no table of mailboxes: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new OperationException(
                    "this is no table of mailboxes: " + e.getCause().getMessage(), e);
        }
    }

    /**
     * Sets fields of all that is selected.
     *
     * @param fields values by field; a null takes the field away
     */
    public Changes set(Selection selection, Map<String, String> fields, boolean dryRun, String who) {
        return change(select(selection), json -> edited(json, fields), dryRun, who);
    }

    /** Has the selected mailboxes take from the defaults, and the default profile, how they are served. */
    public Changes applyDefaults(Selection selection, boolean dryRun, String who) {
        return change(
                select(selection),
                json -> {
                    Map<String, Object> tree = parse(json);
                    tree.keySet().removeAll(DEFAULTED);
                    return write(tree);
                },
                dryRun,
                who);
    }

    private Changes change(List<Declaration> selected, UnaryOperator<String> edit, boolean dryRun, String who) {
        return told(() -> {
            List<Declaration> changed = selected.stream()
                    .map(old -> new Declaration(old.kind(), old.name(), edit.apply(old.json()), old.source()))
                    .toList();
            List<Declaration> all = store.all();
            refuseOthers(changed, all);
            reader.of(merged(all, changed));
            return dryRun ? forecast(changed, all) : store.put(changed, who);
        });
    }

    private static void refuseOthers(List<Declaration> wanted, List<Declaration> all) {
        Set<String> names = new HashSet<>();
        wanted.forEach(declaration -> names.add(key(declaration)));
        all.stream()
                .filter(other -> names.contains(key(other)) && !other.source().equals(Declaration.API))
                .findFirst()
                .ifPresent(other -> {
                    throw new DeclaredElsewhereException(other, other.source());
                });
    }

    private static List<Declaration> merged(List<Declaration> all, Collection<Declaration> changed) {
        Map<String, Declaration> byName = new TreeMap<>();
        all.forEach(declaration -> byName.put(key(declaration), declaration));
        changed.forEach(declaration -> byName.put(key(declaration), declaration));
        return new ArrayList<>(byName.values());
    }

    private static String key(Declaration declaration) {
        return declaration.kind() + " " + declaration.name();
    }

    private static Changes forecast(List<Declaration> wanted, List<Declaration> all) {
        Set<Declaration> same = new HashSet<>(all);
        Set<String> there = new HashSet<>();
        all.forEach(declaration -> there.add(key(declaration)));
        List<Declaration> different =
                wanted.stream().filter(Predicate.not(same::contains)).toList();
        int changed = (int) different.stream()
                .filter(declaration -> there.contains(key(declaration)))
                .count();
        return new Changes(
                different.size() - changed,
                changed,
                0,
                different.stream()
                        .filter(declaration -> declaration.kind() == Kind.PROFILE)
                        .map(Declaration::name)
                        .toList());
    }

    /**
     * Takes away what a person declared.
     *
     * @throws OperationException if it isn't there, or others need it
     */
    public void remove(Kind kind, String name, String who) {
        Declaration gone = show(kind, name);
        told(() -> {
            List<Declaration> rest = new ArrayList<>(store.all());
            rest.remove(gone);
            reader.of(rest);
            return store.remove(kind, gone.name(), who);
        });
    }

    private List<Declaration> select(Selection selection) {
        List<Declaration> found = list(selection.kind()).stream()
                .filter(declaration ->
                        selection.names().isEmpty() || selection.names().contains(declaration.name()))
                .filter(declaration -> selection.profile() == null
                        || selection.profile().equals(parse(declaration.json()).get("profile")))
                .toList();
        Set<String> missing = new HashSet<>(selection.names());
        found.forEach(declaration -> missing.remove(declaration.name()));
        if (!missing.isEmpty() || found.isEmpty()) {
            throw new OperationException("There is no " + selection.kind().label()
                    + (missing.isEmpty() ? "" : " " + String.join(", ", missing))
                    + (selection.profile() == null ? "" : " that names profile " + selection.profile()) + ".");
        }
        return found;
    }

    private static String edited(String json, Map<String, String> fields) {
        Map<String, Object> tree = parse(json);
        fields.forEach((field, value) -> {
            if (value == null) {
                tree.remove(field);
            } else {
                tree.put(field, field.equals("folders") ? List.of(value.split("\\|")) : value);
            }
        });
        return write(tree);
    }

    private static Map<String, Object> parse(String json) {
        try {
            return JSON.readValue(json, new TypeReference<TreeMap<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw new OperationException("a declaration in the database is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String write(Map<String, Object> tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T told(Supplier<T> work) {
        try {
            return work.get();
        } catch (ConfigurationException | DeclaredElsewhereException e) {
            throw new OperationException(e.getMessage(), e);
        }
    }
}
