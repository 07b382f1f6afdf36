#include "outbox/routes.h"

#include "base/fields.h"
#include "base/time.h"
#include "outbox/message.h"
#include "store/writing.h"

namespace nigiwai::outbox {
namespace {

const http::Rate kRetries{"retries of mail", 10, Milliseconds(1000)};

constexpr const char* kOutbox =
    R"({"type": "object", "required": ["server", "from", "waiting", "failed", "sent", "items"],
  "properties": {"server": {"type": "boolean", "description": "false: started without --smtp, so mail waits"},
    "from": {"type": "object", "properties": {"address": {"type": "string"}, "name": {"type": "string"},
      "set_address": {"type": "string"}, "set_name": {"type": "string"}}},
    "waiting": {"type": "integer"}, "later": {"type": "integer"}, "failed": {"type": "integer"}, "sent": {"type": "integer"},
    "oldest_waiting_at": {"type": ["string", "null"], "format": "date-time"},
    "last_sent_at": {"type": ["string", "null"], "format": "date-time"},
    "last_error": {"type": ["object", "null"], "properties": {"detail": {"type": "string"}, "at": {"type": "string", "format": "date-time"}}},
    "items": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "integer"}, "kind": {"type": "string"},
      "to": {"type": "string"}, "written_at": {"type": "string"}, "tries": {"type": "integer"}, "reason": {"type": "string"}}}}}})";

json::value time_or_null(const std::optional<std::int64_t>& ms) {
  return ms ? json::value(to_rfc3339(from_ms(*ms))) : json::value(nullptr);
}

json::object outbox_json(store::Database& db, const SenderOptions& options, bool server, WallTime now) {
  json::object shown{{"server", server}};
  const auto from = from_of(db, options);
  {
    auto rows =
        db.query("SELECT from_address, from_name, sent, last_sent_at, last_error, last_error_at FROM outbox");
    rows.next();
    shown["from"] = {{"address", from.address},
                     {"name", from.name},
                     {"set_address", rows.text(0)},
                     {"set_name", rows.text(1)}};
    shown["sent"] = rows.integer(2);
    shown["last_sent_at"] = time_or_null(rows.optional_integer(3));
    if (rows.is_null(5)) {
      shown["last_error"] = nullptr;
    } else {
      shown["last_error"] = {{"detail", rows.text(4)}, {"at", to_rfc3339(from_ms(rows.integer(5)))}};
    }
  }
  {
    auto rows = db.query(
        "SELECT count(*) FILTER (WHERE state = 'waiting' AND due_at <= ?1), count(*) FILTER (WHERE state = "
        "'waiting' AND "
        "due_at > ?1), count(*) FILTER (WHERE state = 'failed'), min(due_at) FILTER (WHERE state = 'waiting' "
        "AND due_at "
        "<= ?1) FROM mail",
        to_ms(now));
    rows.next();
    shown["waiting"] = rows.integer(0);
    shown["later"] = rows.integer(1);
    shown["failed"] = rows.integer(2);
    shown["oldest_waiting_at"] = time_or_null(rows.optional_integer(3));
  }
  json::array items;
  auto rows = db.query(
      "SELECT id, kind, recipient, written_at, tries, reason FROM mail WHERE state = 'failed' ORDER BY id "
      "DESC LIMIT ?",
      kMostFailuresShown);
  while (rows.next()) {
    items.push_back({{"id", rows.integer(0)},
                     {"kind", rows.text(1)},
                     {"to", rows.text(2)},
                     {"written_at", to_rfc3339(from_ms(rows.integer(3)))},
                     {"tries", rows.integer(4)},
                     {"reason", rows.text(5)}});
  }
  shown["items"] = std::move(items);
  return shown;
}

}  // namespace

void Routes::add_to(http::Router& router) {
  const auto owner = http::Access::roles({});
  router.add({.method = "GET",
              .path = "/api/outbox",
              .access = owner,
              .handle = [this](http::Request& request) { return get_outbox(request); },
              .summary = "What mail waits, what failed and why, and where mail comes from.",
              .answer = kOutbox});
  router.add(
      {.method = "PATCH",
       .path = "/api/outbox",
       .access = owner,
       .handle = [this](http::Request& request) { return patch_outbox(request); },
       .summary =
           "Sets the address and the name that mail comes from; an empty text goes back to the default.",
       .body = R"({"type": "object", "properties": {"from_address": {"type": "string", "maxLength": 254},
                "from_name": {"type": "string", "maxLength": 60}}})",
       .answer = kOutbox});
  router.add({.method = "POST",
              .path = "/api/outbox/retry",
              .access = owner,
              .handle = [this](http::Request& request) { return retry(request); },
              .summary = "Tries at once what waits, and again what was given up.",
              .answer = kOutbox,
              .rate = kRetries});
}

http::Response Routes::shown() {
  const SystemClock clock;
  const auto read = parts_.readers.read<json::object>([&](store::Database& db) -> Result<json::object> {
    return outbox_json(db, parts_.options, parts_.sender.has_postman(), clock.wall());
  });
  if (!read) return http::problem_response(read.error());
  return http::json_response(*read);
}

Routes::Answer Routes::get_outbox(http::Request&) { co_return shown(); }

Routes::Answer Routes::patch_outbox(http::Request& request) {
  const auto body = parse_object(request.body);
  if (!body) co_return http::problem_response(body.error());
  Fields in(*body);
  const auto address = in.optional_text("from_address", {.least = 0, .most = 254});
  const auto name = in.optional_text("from_name", {.least = 0, .most = 60});
  if (address && !address->empty() && !is_plain_address(*address)) {
    in.wrong("from_address", "This must be a mail address, such as shop@example.jp.");
  }
  if (const auto problem = in.problem()) co_return http::problem_response(*problem);
  const auto written = co_await store::write<int>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& transaction) -> Result<int> {
        if (address) transaction.db().run("UPDATE outbox SET from_address = ?", *address);
        if (name) transaction.db().run("UPDATE outbox SET from_name = ?", *name);
        if (parts_.audit) parts_.audit(transaction, request.caller, "mail.from-changed");
        return 0;
      });
  if (!written) co_return http::problem_response(written.error());
  co_return shown();
}

Routes::Answer Routes::retry(http::Request& request) {
  const auto written = co_await store::write<int>(
      parts_.writer, store::Lane::kStaff, [&](store::Transaction& transaction) -> Result<int> {
        const auto now = to_ms(transaction.now());
        // The days of trying begin anew for what was given up.
        transaction.db().run(
            "UPDATE mail SET state = 'waiting', tries = 0, due_at = ?1, next_at = ?1 WHERE state = 'failed'",
            now);
        transaction.db().run("UPDATE mail SET next_at = ?1 WHERE state = 'waiting' AND due_at <= ?1", now);
        if (parts_.audit) parts_.audit(transaction, request.caller, "mail.retried");
        return 0;
      });
  if (!written) co_return http::problem_response(written.error());
  parts_.sender.hurry();
  co_return shown();
}

}  // namespace nigiwai::outbox
