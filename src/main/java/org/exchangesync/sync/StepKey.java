package org.exchangesync.sync;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.camel.NamedNode;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.util.URISupport;

/**
 * A step of a route, in a way that holds across restarts: by its place and by what stands there, never by an id that Camel
 * made.
 *
 * @param route the route's id
 * @param place the numbers of the step and of those that contain it, from 1, such as {@code 2.1.3}
 * @param label what it does, without options and secrets, such as {@code to http://crm/contacts}
 */
record StepKey(String route, String place, String label) {

    /** The key of a step, or null where it stands in no route's own way (as in failure handling). */
    static StepKey of(NamedNode node) {
        Deque<String> numbers = new ArrayDeque<>();
        NamedNode at = node;
        while (!(at instanceof RouteDefinition)) {
            if (!(at instanceof ProcessorDefinition<?> step) || step.isAbstract() || step.getParent() == null) {
                return null;
            }
            ProcessorDefinition<?> parent = step.getParent();
            numbers.addFirst(Integer.toString(number(step, parent.getOutputs())));
            at = parent;
        }
        RouteDefinition route = (RouteDefinition) at;
        return new StepKey(route.getRouteId(), String.join(".", numbers), label(node));
    }

    private static int number(ProcessorDefinition<?> step, List<ProcessorDefinition<?>> siblings) {
        int number = 0;
        for (ProcessorDefinition<?> sibling : siblings) {
            number += sibling.isAbstract() ? 0 : 1; // failure handling is no step
            if (sibling == step) {
                return number;
            }
        }
        return 0;
    }

    private static String label(NamedNode node) {
        String what = node.getLabel();
        if (node instanceof ToDynamicDefinition to) {
            what = bare(to.getUri());
        } else if (node instanceof ToDefinition to) {
            what = bare(to.getEndpointUri());
        } else if (node instanceof BeanDefinition bean) {
            what = call(bean);
        }
        String label = node.getShortName() + (what == null ? "" : " " + what);
        return label.length() <= 150 ? label : label.substring(0, 150);
    }

    /** Which bean, and which of its methods. */
    static String call(BeanDefinition bean) {
        return (bean.getRef() == null ? bean.getBeanType() : bean.getRef())
                + (bean.getMethod() == null ? "" : " " + bean.getMethod());
    }

    /** An address without options and secrets. */
    static String bare(String uri) {
        return URISupport.sanitizeUri(uri).replaceFirst("\\?.*", "").replaceFirst("//[^/@]*@", "//");
    }

    /** Whether the other step stands within this one. */
    boolean contains(StepKey other) {
        return other.route().equals(route) && other.place().startsWith(place + ".");
    }

    /** For people. */
    String describe() {
        return "step " + place + ", " + label;
    }
}
