package org.exchangesync.store;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.exchangesync.check.CheckStore;
import org.exchangesync.check.Report;
import org.exchangesync.check.ReportJson;
import org.exchangesync.check.Result;
import org.exchangesync.check.Step;

/** Tests in table {@code profile_test}. Threadsafe. */
final class JdbcCheckStore implements CheckStore {
    private static final int LONGEST_DETAIL = 4000;

    private final Transactions transactions;
    private final Clock clock;

    JdbcCheckStore(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void tested(Report report, String who) {
        Step trouble = report.trouble().orElse(null);
        transactions.runPatiently(jdbc -> {
            Object[] row = {
                report.startedAt(),
                report.result().name(),
                report.millis(),
                report.mailbox(),
                trouble == null ? null : trouble.code(),
                trouble == null ? null : text(trouble.detail()),
                who,
                StoredText.clean(ReportJson.write(report)),
                report.profile()
            };
            if (jdbc.update(
                            "UPDATE profile_test SET tested_at = ?, result = ?, millis = ?, mailbox = ?, code = ?,"
                                    + " detail = ?, tested_by = ?, report = ? WHERE profile = ?",
                            row)
                    == 0) {
                jdbc.update(
                        "INSERT INTO profile_test (tested_at, result, millis, mailbox, code, detail, tested_by, report,"
                                + " profile) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        row);
            }
            AuditTable.note(
                    jdbc,
                    clock.instant(),
                    who,
                    "tested",
                    "profile " + report.profile(),
                    report.mailbox(),
                    report.result().name());
            return null;
        });
    }

    @Override
    public String installationId() {
        return transactions.runPatiently(jdbc -> {
            List<String> known =
                    jdbc.query("SELECT installation_id FROM installation", row -> row.getString("installation_id"));
            if (!known.isEmpty()) {
                return known.get(0);
            }
            String id = UUID.randomUUID().toString();
            jdbc.update(
                    "INSERT INTO installation (one, installation_id, made_at) VALUES (1, ?, ?)", id, clock.instant());
            return id;
        });
    }

    private static String text(String detail) {
        return StoredText.cut(StoredText.clean(detail), LONGEST_DETAIL);
    }

    @Override
    public List<LastTest> lastTests() {
        return transactions.run(jdbc -> jdbc.query(
                "SELECT profile, tested_at, result, millis, mailbox, code, detail, tested_by FROM profile_test"
                        + " ORDER BY profile",
                row -> new LastTest(
                        row.getString("profile"),
                        Jdbc.instant(row, "tested_at"),
                        Result.valueOf(row.getString("result")),
                        row.getLong("millis"),
                        row.getString("mailbox"),
                        row.getString("code"),
                        row.getString("detail"),
                        row.getString("tested_by"))));
    }

    @Override
    public Optional<String> lastReport(String profile) {
        return transactions.run(
                jdbc -> jdbc
                        .query(
                                "SELECT report FROM profile_test WHERE profile = ?",
                                row -> row.getString("report"),
                                profile)
                        .stream()
                        .findFirst());
    }
}
