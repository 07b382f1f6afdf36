// The audit log: who of the staff changed what, and when. Only an owner reads it (GET /api/audit).
//
// A row stands in the transaction that makes the change, so that neither is there without the other.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "http/caller.h"
#include "store/writer.h"

namespace nigiwai::people {

// Notes one change.
//
// `action` is in the past tense, as events are called (`product.changed`, `order.shipped`); each has its
// sentence in web/studio/messages/audit.ts, in both languages. `subject` names what was changed (an id, a
// handle, an order's number; "" for the shop itself). `detail` holds what helps to understand it (old and new
// values); never personal data, because the log is kept when a person is erased.
void audit(store::Transaction& transaction, const Clock& clock, const http::Caller& by,
           std::string_view action, std::string_view subject, boost::json::object detail = {});

// The same at the transaction's own time.
void audit(store::Transaction& transaction, const http::Caller& by, std::string_view action,
           std::string_view subject, boost::json::object detail = {});

struct AuditRow {
  std::int64_t position = 0;
  WallTime at{};
  std::string by_handle{};  // "" for the server or its command line
  std::string by_name{};    // of today; the handle when that profile is gone
  std::string by_role{};
  std::string action{};
  std::string subject{};
  std::string subject_name{};  // of one of the staff, today
  boost::json::object detail{};
};

// What the log is asked for; empty members let everything through.
struct AuditAsked {
  std::string by{};      // a handle; "server" for what nobody of the staff did
  std::string action{};  // "product.changed", or "product." for all of a kind
  std::string subject{};
  std::optional<std::int64_t> before{};  // a position: those older than it
  std::int64_t limit = 50;
};

// Newest first.
std::vector<AuditRow> audit_rows(store::Database& database, const AuditAsked& asked);

}  // namespace nigiwai::people
