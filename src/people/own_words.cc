#include "people/own_words.h"

namespace nigiwai::people {
namespace {

std::unexpected<Problem> nobody() {
  return fail(Kind::kNotFound, "not-found", "There is no staff profile with this handle.");
}

}  // namespace

std::string words_of(store::Database& db, const std::string& handle) {
  auto rows = db.query("SELECT words FROM staff WHERE handle = ?", handle);
  return rows.next() ? rows.text(0) : std::string();
}

Result<void> set_words(store::Transaction& transaction, const std::string& handle, const std::string& words) {
  if (transaction.db().run("UPDATE staff SET words = ? WHERE handle = ?", words, handle) == 0)
    return nobody();
  return {};
}

bool is_ranked(store::Database& db, const std::string& handle) {
  auto rows = db.query("SELECT ranked FROM staff WHERE handle = ?", handle);
  return rows.next() && rows.integer(0) != 0;
}

Result<void> set_ranked(store::Transaction& transaction, const std::string& handle, bool ranked) {
  if (transaction.db().run("UPDATE staff SET ranked = ? WHERE handle = ?", ranked, handle) == 0)
    return nobody();
  return {};
}

}  // namespace nigiwai::people
