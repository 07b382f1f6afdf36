#include "http/forget_answers.h"

namespace nigiwai::http {

void forget_answers_of(store::Transaction& transaction, const std::string& caller) {
  transaction.db().run("DELETE FROM idempotency WHERE caller = ?", caller);
}

void forget_answers_with(store::Transaction& transaction, const std::string& word) {
  transaction.db().run("DELETE FROM idempotency WHERE instr(answer, ?) > 0", word);
}

}  // namespace nigiwai::http
