package org.exchangesync.sandbox.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.exchangesync.sandbox.item.FolderRenderer;
import org.exchangesync.sandbox.item.FolderTargets;
import org.exchangesync.sandbox.item.Paging;
import org.exchangesync.sandbox.item.Restriction;
import org.exchangesync.sandbox.item.Shape;
import org.exchangesync.sandbox.property.FieldPath;
import org.exchangesync.sandbox.soap.Call;
import org.exchangesync.sandbox.soap.Operation;
import org.exchangesync.sandbox.soap.Responses;
import org.exchangesync.sandbox.store.Folder;
import org.exchangesync.sandbox.xml.Xml;

/**
 * Lists the folders under others.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/findfolder-operation">
 * FindFolder</a>.
 */
final class FindFolder implements Operation {
    @Override
    public Xml execute(Call call) {
        Xml request = call.body();
        Shape shape = Shape.of(request.child("FolderShape").orElseThrow());
        FolderRenderer renderer = new FolderRenderer(call);
        boolean deep = "Deep".equals(request.attribute("Traversal"));
        Predicate<Folder> wanted = request.child("Restriction")
                .map(new Restriction<Folder>((f, path) -> value(renderer, f, path))::of)
                .orElse(f -> true);
        Xml view = request.children().stream()
                .filter(c -> c.name().endsWith("FolderView"))
                .findFirst()
                .orElse(null);
        return Responses.each(
                call,
                "FindFolder",
                request.child("ParentFolderIds").orElseThrow().children(),
                null,
                id -> {
                    Folder parent = FolderTargets.of(call, id);
                    return parent.mailbox().read(() -> {
                        List<Folder> under = new ArrayList<>(
                                deep
                                        ? parent.mailbox().descendants(parent)
                                        : parent.mailbox().children(parent));
                        under.removeIf(wanted.negate());
                        Paging<Folder> page = Paging.of(under, view);
                        List<Xml> elements = page.page().stream()
                                .map(f -> renderer.element(f, shape))
                                .toList();
                        return List.of(page.root("Folders", elements));
                    });
                });
    }

    private static Optional<Xml> value(FolderRenderer renderer, Folder folder, FieldPath path) {
        Xml all = renderer.element(folder, new Shape(Shape.Base.ALL_PROPERTIES, false, "Best", List.of(path)));
        if (path instanceof FieldPath.Field field) {
            return all.child(field.uri().substring(field.uri().indexOf(':') + 1));
        }
        return all.child("ExtendedProperty").flatMap(x -> x.child("Value"));
    }
}
