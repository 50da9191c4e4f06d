/** What tests and proves connections and callers, step by step, each with its result and what to do about it. */
package org.exchangesync.check;
