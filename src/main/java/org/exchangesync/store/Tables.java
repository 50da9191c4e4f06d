package org.exchangesync.store;

import static org.exchangesync.store.Column.bigint;
import static org.exchangesync.store.Column.bool;
import static org.exchangesync.store.Column.date;
import static org.exchangesync.store.Column.integer;
import static org.exchangesync.store.Column.sha256;
import static org.exchangesync.store.Column.text;
import static org.exchangesync.store.Column.time;
import static org.exchangesync.store.Column.uuid;

import java.util.List;
import java.util.stream.Stream;
import org.exchangesync.item.ItemKind;

/** The tables that are filled in batches, as the migrations make them. A test holds the two together. */
final class Tables {
    /** The most characters of a record's identity. */
    static final int IDENTITY_LENGTH = 512;

    /** The most characters of a Message-ID by which mails are joined. */
    static final int MESSAGE_KEY_LENGTH = 400;

    static final Table RECORD = Table.of(
            "record",
            uuid("record_id"),
            text("kind", 20),
            text("identity", IDENTITY_LENGTH),
            text("content_digest", 64),
            text("source_mailbox", 320),
            time("received_at"),
            bigint("version"),
            text("warning", 2000),
            time("created_at"),
            time("updated_at"),
            time("gone_at"));

    static final Table EMAIL = Table.of(
            "email",
            uuid("record_id"),
            text("message_id", 1000),
            text("message_key", MESSAGE_KEY_LENGTH),
            text("subject", 1000),
            text("from_name", 500),
            text("from_address", 500),
            text("sender_name", 500),
            text("sender_address", 500),
            time("sent_at"),
            time("received_at"),
            text("body_text"),
            text("body_html"),
            text("importance", 20),
            text("sensitivity", 20),
            text("conversation_index", 2000),
            sha256("original_sha256"));
    static final Table EMAIL_RECIPIENT =
            child("email_recipient", text("role", 20), text("name", 500), text("address", 500));
    static final Table EMAIL_REFERENCE = child(
            "email_reference", text("role", 20), text("message_id", 1000), text("message_key", MESSAGE_KEY_LENGTH));

    static final Table APPOINTMENT = Table.of(
            "appointment",
            uuid("record_id"),
            text("uid", 1000),
            time("recurrence_id"),
            text("subject", 1000),
            text("body_text"),
            text("body_html"),
            time("start_at"),
            time("end_at"),
            text("time_zone", 200),
            bool("all_day"),
            text("location", 1000),
            text("organizer_name", 500),
            text("organizer_address", 500),
            text("show_as", 20),
            text("sensitivity", 20),
            text("importance", 20),
            integer("reminder_minutes"),
            bool("cancelled"),
            text("my_response", 20),
            text("recurrence_rule", 500),
            date("recurrence_start"));
    static final Table APPOINTMENT_ATTENDEE = child(
            "appointment_attendee",
            text("role", 20),
            text("name", 500),
            text("address", 500),
            text("response", 20),
            time("responded_at"));
    static final Table APPOINTMENT_EXCEPTION = child(
            "appointment_exception",
            time("original_start"),
            time("start_at"),
            time("end_at"),
            text("subject", 1000),
            text("location", 1000));
    static final Table APPOINTMENT_DELETED_OCCURRENCE = child("appointment_deleted_occurrence", time("original_start"));

    static final Table CONTACT = Table.of(
            "contact",
            uuid("record_id"),
            text("display_name", 1000),
            text("file_as", 1000),
            text("name_prefix", 500),
            text("given_name", 500),
            text("middle_name", 500),
            text("surname", 500),
            text("suffix", 500),
            text("initials", 500),
            text("nickname", 500),
            text("company_name", 500),
            text("department", 500),
            text("job_title", 500),
            text("profession", 500),
            text("manager", 500),
            text("assistant_name", 500),
            text("office_location", 500),
            text("spouse_name", 500),
            text("mailing_address", 20),
            text("business_home_page", 2000),
            date("birthday"),
            date("wedding_anniversary"),
            text("notes_text"),
            text("notes_html"),
            text("sensitivity", 20));
    static final Table CONTACT_EMAIL = child("contact_email", text("name", 500), text("address", 500));
    static final Table CONTACT_PHONE = child("contact_phone", text("slot", 30), text("number", 500));
    static final Table CONTACT_ADDRESS = child(
            "contact_address",
            text("slot", 20),
            text("street", 1000),
            text("city", 500),
            text("state", 500),
            text("postal_code", 200),
            text("country", 500));
    static final Table CONTACT_IM_ADDRESS = child("contact_im_address", text("name", 500));
    static final Table CONTACT_CHILD = child("contact_child", text("name", 500));

    static final Table TASK = Table.of(
            "task",
            uuid("record_id"),
            text("subject", 1000),
            text("body_text"),
            text("body_html"),
            text("status", 20),
            integer("percent_complete"),
            date("start_date"),
            date("due_date"),
            time("completed_at"),
            time("reminder_at"),
            text("owner", 500),
            text("importance", 20),
            text("sensitivity", 20),
            integer("total_work_minutes"),
            integer("actual_work_minutes"),
            text("recurrence_rule", 500),
            date("recurrence_start"),
            bool("recurrence_regenerating"));
    static final Table TASK_COMPANY = child("task_company", text("name", 500));

    static final Table RECORD_CATEGORY = child("record_category", text("name", 500));
    static final Table ATTACHMENT = child(
            "attachment",
            text("name", 1000),
            text("content_type", 500),
            text("content_id", 1000),
            bool("is_inline"),
            bigint("size"),
            sha256("content_sha256"));
    static final Table LONG_VALUE = Table.of(
            "long_value",
            uuid("record_id"),
            text("table_name", 50),
            text("column_name", 50),
            integer("ordinal"),
            sha256("content_sha256"));

    static final Table LINK = Table.of(
            "link",
            text("mailbox"),
            text("transport"),
            text("item_id"),
            uuid("record_id"),
            text("folder"),
            text("change_key"),
            bool("is_read"),
            time("received_at"),
            integer("generation"),
            text("received_for"));
    static final Table SEEN_ITEM =
            Table.of("seen_item", text("mailbox"), text("transport"), text("folder"), text("item_id"));
    static final Table PARKED_DELETE = Table.of(
            "parked_delete",
            text("mailbox"),
            text("transport"),
            text("item_id"),
            text("folder"),
            text("kind"),
            time("parked_at"));
    static final Table MAILBOX_DIRECTION = Table.of(
            "mailbox_direction",
            text("mailbox"),
            text("direction"),
            text("state"),
            integer("failures"),
            time("retry_at"),
            text("fault_class"),
            text("code", 200),
            text("reason", 4000),
            time("since"),
            time("failed_at"));
    static final Table PROFILE_BREAKER = Table.of(
            "profile_breaker",
            text("profile"),
            text("fault_class"),
            text("code", 200),
            text("reason", 4000),
            integer("failures"),
            time("opened_at"),
            time("retry_at"));
    static final Table ALERT = Table.of(
            "alert",
            text("alert_key"),
            text("open_key"),
            text("level"),
            text("profile", 200),
            text("mailbox", 320),
            text("code", 200),
            text("text", 4000),
            text("cause", 2000),
            text("cure", 2000),
            integer("occurrences"),
            time("first_seen"),
            time("last_seen"),
            time("send_due_at"));
    static final Table MAILBOX_SERVER = Table.of(
            "mailbox_server",
            text("mailbox", 320),
            text("ews_url", 2084),
            time("last_autodiscovered_on"),
            time("last_attempt_at"));
    static final Table DEAD_LETTER = Table.of(
            "dead_letter",
            text("delivery_key"),
            text("profile", 200),
            text("mailbox"),
            text("transport"),
            text("folder"),
            text("kind"),
            text("item_id"),
            text("change_key"),
            text("title", 1000),
            sha256("original_sha256"),
            text("item_json"),
            text("route", 200),
            text("step", 200),
            text("code", 200),
            text("cause"),
            text("exception"),
            integer("attempts"),
            text("state"),
            time("first_seen"),
            time("last_seen"),
            text("direction"),
            text("fault_class"),
            text("cure", 2000),
            text("message_id"),
            text("identity", IDENTITY_LENGTH),
            text("mailbox_properties"),
            text("resume_json"),
            time("mirror_due_at"));
    static final Table AUDIT = Table.of(
            "audit",
            time("at"),
            text("who", 200),
            text("act", 50),
            text("subject", 200),
            text("mailbox", 320),
            text("details"));
    static final Table OUTGOING_REFUSAL =
            child("outgoing_refusal", text("address", 500), text("reply", 4000), bool("is_permanent"));
    static final Table OUTGOING_REPORT = Table.of(
            "outgoing_report",
            uuid("record_id"),
            uuid("report_id"),
            integer("ordinal"),
            text("address", 500),
            text("action", 50),
            text("status", 50),
            text("diagnostic", 4000));
    static final Table REMOTE_ACTION = Table.of(
            "remote_action",
            text("mailbox"),
            text("transport"),
            text("folder"),
            text("kind"),
            text("item_id"),
            text("change_key"),
            text("type"),
            text("message_id"),
            text("state"),
            integer("attempts"),
            time("due_at"),
            time("created_at"));
    static final Table PUBLICATION = Table.of(
            "publication",
            uuid("record_id"),
            bigint("version"),
            text("kind"),
            text("change_type"),
            text("mailbox"),
            text("payload"),
            integer("attempts"),
            time("due_at"),
            time("created_at"));

    private static final List<Table> OF_EVERY_KIND = List.of(RECORD_CATEGORY, ATTACHMENT, LONG_VALUE);

    private Tables() {}

    /** The tables that hold the rows of records of a kind, {@link #RECORD} itself left out. */
    static List<Table> of(ItemKind kind) {
        List<Table> own = switch (kind) {
            case EMAIL -> List.of(EMAIL, EMAIL_RECIPIENT, EMAIL_REFERENCE);
            case APPOINTMENT ->
                List.of(APPOINTMENT, APPOINTMENT_ATTENDEE, APPOINTMENT_EXCEPTION, APPOINTMENT_DELETED_OCCURRENCE);
            case CONTACT ->
                List.of(CONTACT, CONTACT_EMAIL, CONTACT_PHONE, CONTACT_ADDRESS, CONTACT_IM_ADDRESS, CONTACT_CHILD);
            case TASK -> List.of(TASK, TASK_COMPANY);
        };
        return Stream.concat(own.stream(), OF_EVERY_KIND.stream()).toList();
    }

    private static Table child(String name, Column... columns) {
        return new Table(
                name,
                Stream.concat(Stream.of(uuid("record_id"), integer("ordinal")), Stream.of(columns))
                        .toList());
    }
}
