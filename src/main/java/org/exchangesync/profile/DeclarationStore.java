package org.exchangesync.profile;

import java.util.Collection;
import java.util.List;

/** All declarations in the database, whoever made them. Every method is one transaction. */
public interface DeclarationStore {

    /** All that is declared, ordered by kind and name. */
    List<Declaration> all();

    /** A number that grows with each change. */
    long version();

    /**
     * Makes what files declare be exactly this; what stays the same is not touched.
     *
     * @param wanted of all files
     * @param who for the audit
     * @return what was changed
     * @throws DeclaredElsewhereException if a person declared one of them
     */
    Changes applyFiles(Collection<Declaration> wanted, String who);

    /**
     * Adds or changes what persons declare.
     *
     * @param wanted with the source {@link Declaration#API}
     * @throws DeclaredElsewhereException if a file declares one of them
     */
    Changes put(Collection<Declaration> wanted, String who);

    /**
     * Takes away what a person declared.
     *
     * @return whether it was there
     * @throws DeclaredElsewhereException if a file declares it
     */
    boolean remove(Declaration.Kind kind, String name, String who);

    /**
     * What a change did.
     *
     * @param added how many are new
     * @param changed how many are different
     * @param removed how many are gone
     * @param profiles names of the profiles among those that were added or changed
     */
    record Changes(int added, int changed, int removed, List<String> profiles) {
        public Changes {
            profiles = List.copyOf(profiles);
        }

        /** Whether all is as before. */
        public boolean isEmpty() {
            return added + changed + removed == 0;
        }
    }

    /** Somebody else declares it. */
    final class DeclaredElsewhereException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        /**
         * @param declaration that was to be changed
         * @param source where it is declared
         */
        public DeclaredElsewhereException(Declaration declaration, String source) {
            super(declaration.kind().label() + " '" + declaration.name() + "' is declared "
                    + (source.equals(Declaration.API) ? "by a person (see: exchange-sync audit)" : "in " + source)
                    + "; change or remove it there");
        }
    }
}
