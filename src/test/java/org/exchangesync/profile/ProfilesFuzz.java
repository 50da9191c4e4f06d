package org.exchangesync.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Any bytes as the file of profiles and mailboxes: it is understood, or refused with problems that name the file. A file that
 * is understood is so again, has a profile for each mailbox, and shows no secret.
 */
public final class ProfilesFuzz {
    private static final String SECRET = "the-resolved-secret";
    private static final Path FILE = file();

    private ProfilesFuzz() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] yaml) throws IOException {
        Files.write(FILE, yaml);
        Profiles profiles;
        try {
            profiles = read();
        } catch (ConfigurationException e) {
            if (e.problems().isEmpty() || !e.problems().stream().allMatch(problem -> problem.startsWith("" + FILE))) {
                throw new AssertionError("problems without place", e);
            }
            return;
        }
        if (!profiles.mailboxes().equals(read().mailboxes())) {
            throw new AssertionError("the same file is understood in another way");
        }
        profiles.active().forEach((address, mailbox) -> {
            Mailbox of = profiles.mailbox(address);
            if (profiles.settings(of.profile(), of.ref()).authentication() == null) {
                throw new AssertionError(address + " can't sign in");
            }
        });
        if (profiles.profiles().toString().contains(SECRET)) {
            throw new AssertionError("a secret shows");
        }
    }

    private static Profiles read() {
        return new ProfilesFile(text -> text.contains("{{") ? SECRET : text, FILE.getParent())
                .read(FILE, List.of())
                .profiles();
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("profiles", ".yaml");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
