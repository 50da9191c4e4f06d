package org.exchangesync.sandbox.item;

import org.exchangesync.sandbox.property.FieldPath;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.xml.Xml;

/** What a request says about a folder that is to be made or changed. */
public final class FolderValues {
    private static final int LONGEST_NAME = 250;

    private FolderValues() {}

    /** @throws ResponseError when the name is empty, too long, or another folder of the parent has it */
    public static void requireFree(Folder parent, String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new ResponseError(
                    "ErrorFolderSavePropertyError", "The folder save operation failed: a display name is needed.");
        }
        if (parent.mailbox().children(parent).stream()
                .anyMatch(f -> f.displayName().equalsIgnoreCase(name))) {
            throw new ResponseError("ErrorFolderExists", "A folder with the specified name already exists.");
        }
    }

    /** The folder class: as given, else that of the element. */
    public static String folderClass(Xml folder) {
        return folder.textOf("FolderClass")
                .orElse(
                        switch (folder.name()) {
                            case "CalendarFolder" -> "IPF.Appointment";
                            case "ContactsFolder" -> "IPF.Contact";
                            case "TasksFolder" -> "IPF.Task";
                            default -> "IPF.Note";
                        });
    }

    /** The extended properties of a folder element. */
    public static Values extended(Xml folder) {
        Values.Builder values = Values.build();
        folder.all("ExtendedProperty").forEach(property -> {
            if (Shape.path(property.children().get(0)) instanceof FieldPath.Extended extended) {
                values.put(extended.key().key(), ExtendedValues.checked(property, extended.key()));
            }
        });
        return values.done();
    }
}
