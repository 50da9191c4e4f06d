/**
 * What calendars need: recurrence, occurrences, time zones by their Windows names. Uses {@code sandbox.store} and below.
 */
package org.exchangesync.sandbox.calendar;
