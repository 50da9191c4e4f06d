package org.exchangesync.sandbox.item;

import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.store.StoredItem;
import org.exchangesync.sandbox.xml.Xml;

/** Makes sure that who writes has seen what is there. */
public final class ChangeKeyCheck {
    private ChangeKeyCheck() {}

    /** @throws ResponseError when the id has no change key, one that is none, or (unless allowed) an old one */
    public static void require(Xml id, StoredItem item, boolean oldAllowed) {
        requirePresent(id);
        if (!oldAllowed && !id.attribute("ChangeKey").equals(item.changeKey())) {
            throw new ResponseError(
                    "ErrorIrresolvableConflict",
                    "The send or update operation could not be performed because the change key passed in the request"
                            + " does not match the current change key for the item.");
        }
    }

    /** @throws ResponseError when the id has no change key, or one that is none */
    public static void requirePresent(Xml id) {
        String key = id.attribute("ChangeKey");
        if (key == null || key.isEmpty()) {
            throw new ResponseError(
                    "ErrorChangeKeyRequiredForWriteOperations", "The change key is required for this operation.");
        }
        requireWellFormed(key);
    }

    private static void requireWellFormed(String key) {
        try {
            if (java.util.Base64.getDecoder().decode(key).length >= 4) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw new ResponseError("ErrorInvalidChangeKey", "The change key is invalid.");
        }
        throw new ResponseError("ErrorInvalidChangeKey", "The change key is invalid.");
    }
}
