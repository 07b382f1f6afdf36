#include "http/forget_answers.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace nigiwai::http {
namespace {

std::string list(std::span<const std::string> texts) {
  return boost::json::serialize(boost::json::array(texts.begin(), texts.end()));
}

}  // namespace

void forget_answers(store::Transaction& transaction, std::span<const std::string> callers,
                    std::span<const std::string> words) {
  if (callers.empty() && words.empty()) return;
  transaction.db().run(
      "DELETE FROM kept_answer WHERE caller IN (SELECT value FROM json_each(?)) OR EXISTS (SELECT 1 FROM "
      "json_each(?) WHERE instr(answer, value) > 0)",
      list(callers), list(words));
}

}  // namespace nigiwai::http
