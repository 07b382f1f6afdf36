#include "insight/returned/naming.h"

#include "people/staff.h"

namespace nigiwai::insight {

namespace json = boost::json;

json::value name_of(store::Database& journal, const Because& because) {
  if (because.of.empty()) return nullptr;
  if (because.cause == Cause::kPost) {
    auto rows = journal.query("SELECT text FROM post WHERE id = ?", because.of);
    return rows.next() ? json::value(rows.text(0)) : json::value();
  }
  if (because.cause == Cause::kBlock) return json::value(because.of);
  const auto known = people::profile_of(journal, std::string(because.of));
  return json::value(known ? std::string_view(known->name) : because.of);
}

}  // namespace nigiwai::insight
