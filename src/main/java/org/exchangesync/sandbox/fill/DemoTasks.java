package org.exchangesync.sandbox.fill;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.exchangesync.sandbox.property.ItemType;
import org.exchangesync.sandbox.property.Values;
import org.exchangesync.sandbox.store.ItemContent;
import org.exchangesync.sandbox.xml.Xml;

/** The tasks of the demo data: open, under way, done, waiting, and one that recurs. */
final class DemoTasks {
    private static final List<String> SUBJECTS = List.of(
            "Send the quote to Fjordline",
            "Zollpapiere nachreichen",
            "見積書を確認する",
            "Έλεγχος τιμολογίων",
            "Позвонить на склад",
            "Renew the crane certificate");
    private static final List<String> STATUS =
            List.of("NotStarted", "InProgress", "Completed", "WaitingOnOthers", "Deferred");

    private final Random random;
    private final LocalDate today;

    DemoTasks(Random random, LocalDate today) {
        this.random = random;
        this.today = today;
    }

    List<ItemContent> some(DemoPerson owner) {
        List<ItemContent> tasks = new ArrayList<>();
        for (int i = 0; i < STATUS.size(); i++) {
            tasks.add(ItemContent.of(
                    ItemType.TASK,
                    task(owner, SUBJECTS.get(random.nextInt(SUBJECTS.size())), STATUS.get(i))
                            .done()));
        }
        Values.Builder recurring = task(owner, "Weekly fuel report", "NotStarted");
        recurring.put(
                "task:Recurrence",
                Xml.t(
                        "Recurrence",
                        Xml.t(
                                "WeeklyRecurrence",
                                Xml.t("Interval", 1),
                                Xml.t("DaysOfWeek", "Friday"),
                                Xml.t("FirstDayOfWeek", "Monday")),
                        Xml.t("NoEndRecurrence", Xml.t("StartDate", today.toString()))));
        tasks.add(ItemContent.of(ItemType.TASK, recurring.done()));
        return tasks;
    }

    private Values.Builder task(DemoPerson owner, String subject, String status) {
        LocalDate start = today.minusDays(random.nextInt(10));
        Values.Builder values = Values.build()
                .put("item:Subject", subject)
                .put("item:Importance", List.of("Low", "Normal", "High").get(random.nextInt(3)))
                .put(
                        "item:Body",
                        Xml.t("Body", "Details as discussed.\r\nAsk " + owner.firstName() + " if in doubt.")
                                .with("BodyType", "Text"))
                .put("task:StartDate", day(start))
                .put("task:DueDate", day(start.plusDays(5 + random.nextInt(20))))
                .put("task:Owner", owner.name())
                .put("task:Status", status)
                .put("task:PercentComplete", status.equals("Completed") ? 100 : status.equals("InProgress") ? 40 : 0)
                .put("task:TotalWork", 60 * (1 + random.nextInt(8)))
                .put("task:ActualWork", status.equals("NotStarted") ? 0 : 45);
        if (status.equals("Completed")) {
            values.put("task:CompleteDate", day(today.minusDays(1)));
        }
        return values;
    }

    private static Instant day(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
