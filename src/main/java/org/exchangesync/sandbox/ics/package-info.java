/**
 * iCalendar to appointments and tasks, and back. Begin with {@link org.exchangesync.sandbox.ics.ICalendarReader}. Uses
 * {@code sandbox.calendar} and below; ical4j only to prove that a converted recurrence has the same days.
 */
package org.exchangesync.sandbox.ics;
