#include "people/audit.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/time.h"

namespace nigiwai::people {
namespace {

void insert(store::Transaction& transaction, WallTime at, const http::Caller& by, std::string_view action,
            std::string_view subject, const boost::json::object& detail) {
  const bool staff = by.is_staff();
  transaction.db().run(
      "INSERT INTO audit (at, by_id, by_handle, by_role, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?, "
      "?)",
      to_ms(at), staff ? by.id : std::string(), staff ? by.handle : std::string(),
      http::to_text(staff ? by.role : http::Role::kNobody), action, subject, boost::json::serialize(detail));
}

}  // namespace

void audit(store::Transaction& transaction, const Clock& clock, const http::Caller& by,
           std::string_view action, std::string_view subject, boost::json::object detail) {
  insert(transaction, clock.wall(), by, action, subject, detail);
}

void audit(store::Transaction& transaction, const http::Caller& by, std::string_view action,
           std::string_view subject, boost::json::object detail) {
  insert(transaction, transaction.now(), by, action, subject, detail);
}

std::vector<AuditRow> audit_rows(store::Database& database, const AuditAsked& asked) {
  // A kind ends with a dot, and '/' comes after it: [product., product/) holds every action of products.
  const bool kind = asked.action.ends_with('.');
  const auto until = kind ? asked.action.substr(0, asked.action.size() - 1) + "/" : asked.action;
  const auto by = asked.by == "server" ? std::string() : asked.by;
  auto rows = database.query(
      "SELECT a.position, a.at, a.by_handle, coalesce(s.name, a.by_handle), a.by_role, a.action, a.subject, "
      "a.detail, "
      "CASE WHEN a.action LIKE 'staff.%' THEN coalesce((SELECT name FROM staff WHERE handle = a.subject), "
      "'') ELSE '' END "
      "FROM audit a LEFT JOIN staff s ON s.id = a.by_id "
      "WHERE (?1 OR a.by_handle = ?2) AND (?3 OR (a.action >= ?4 AND (a.action < ?5 OR a.action = ?4))) "
      "AND (?6 OR a.subject = ?7) AND a.position < ?8 ORDER BY a.position DESC LIMIT ?9",
      asked.by.empty(), by, asked.action.empty(), asked.action, until, asked.subject.empty(), asked.subject,
      asked.before.value_or(std::int64_t{1} << 60), asked.limit);
  std::vector<AuditRow> found;
  while (rows.next()) {
    found.push_back({.position = rows.integer(0),
                     .at = from_ms(rows.integer(1)),
                     .by_handle = rows.text(2),
                     .by_name = rows.text(3),
                     .by_role = rows.text(4),
                     .action = rows.text(5),
                     .subject = rows.text(6),
                     .subject_name = rows.text(8),
                     .detail = boost::json::parse(rows.text(7)).as_object()});
  }
  return found;
}

}  // namespace nigiwai::people
