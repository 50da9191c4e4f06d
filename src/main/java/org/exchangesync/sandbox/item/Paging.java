package org.exchangesync.sandbox.item;

import java.util.List;
import org.exchangesync.sandbox.soap.ResponseError;
import org.exchangesync.sandbox.xml.Xml;

/**
 * The part of a result that one answer holds.
 *
 * <p>Source: <a
 * href="https://learn.microsoft.com/exchange/client-developer/web-service-reference/indexedpageitemview">
 * IndexedPageItemView</a>.
 *
 * @param <T> what was found
 * @param total number of all that was found
 * @param next where the next page begins
 */
public record Paging<T>(List<T> page, int total, int next, boolean last) {
    /** More than this many are never answered at once, as the throttling policy of servers has it. */
    private static final int CAP = 1000;

    /** Cuts out what an IndexedPage or FractionalPage element wants; null means the first page. */
    public static <T> Paging<T> of(List<T> found, Xml view) {
        int most = view == null || view.attribute("MaxEntriesReturned") == null
                ? CAP
                : Math.min(CAP, Integer.parseInt(view.attribute("MaxEntriesReturned")));
        if (most < 1) {
            throw new ResponseError(
                    "ErrorInvalidPagingMaxRows", "MaxEntriesReturned must be greater than zero, not " + most + ".");
        }
        int offset = offset(view, found.size());
        boolean fromEnd = view != null && "End".equals(view.attribute("BasePoint"));
        int from = fromEnd ? Math.max(0, found.size() - offset - most) : Math.min(offset, found.size());
        int to = fromEnd ? Math.max(0, found.size() - offset) : Math.min(found.size(), from + most);
        boolean last = fromEnd ? from == 0 : to == found.size();
        return new Paging<>(found.subList(from, to), found.size(), fromEnd ? offset + to - from : to, last);
    }

    private static int offset(Xml view, int size) {
        if (view == null) {
            return 0;
        }
        if (view.attribute("Denominator") != null) {
            int denominator = Integer.parseInt(view.attribute("Denominator"));
            int numerator = Integer.parseInt(view.attribute("Numerator"));
            if (denominator < 1 || numerator < 0 || numerator > denominator) {
                throw new ResponseError(
                        "ErrorInvalidFractionalPagingParameters", "The paging fraction is not between 0 and 1.");
            }
            return (int) ((long) size * numerator / denominator);
        }
        int offset = view.attribute("Offset") == null ? 0 : Integer.parseInt(view.attribute("Offset"));
        if (offset < 0) {
            throw new ResponseError("ErrorInvalidIndexedPagingParameters", "The paging offset must not be negative.");
        }
        return offset;
    }

    /** The RootFolder element around the page. */
    public Xml root(String holder, List<Xml> elements) {
        return Xml.m("RootFolder", Xml.t(holder, elements))
                .with("IndexedPagingOffset", next)
                .with("TotalItemsInView", total)
                .with("IncludesLastItemInRange", last);
    }
}
