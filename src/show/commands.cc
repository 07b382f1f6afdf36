#include "show/commands.h"

#include "show/marks.h"
#include "show/shelves.h"

namespace nigiwai::show {
namespace {

const http::Rate kPins{"pins", 40, Milliseconds(250)};

std::unexpected<Problem> not_on_air() {
  return fail(Kind::kConflict, "state", "A product can be pinned only while the show is on air.");
}

}  // namespace

Result<timeline::NewEvent> decide_pin(store::Transaction& transaction, const timeline::Command& command,
                                      const timeline::ShowTimes& times, Milliseconds) {
  if (!times.live()) return not_on_air();
  const std::string product(command.data.at("product").as_string());
  if (!ShowShelves().on_shelf(transaction.db(), command.show, product)) {
    return fail(Kind::kNotFound, "not-found", "This product is not on the show's shelf. Put it there first.",
                "/data/product");
  }
  return timeline::NewEvent{.kind = "product.pinned", .data = {{"product", product}}};
}

Result<timeline::NewEvent> decide_unpin(store::Transaction& transaction, const timeline::Command& command,
                                        const timeline::ShowTimes& times, Milliseconds at) {
  if (!times.live()) return not_on_air();
  const auto pin = pin_at(marks_of(transaction.db(), command.show), at);
  if (!pin) return fail(Kind::kConflict, "conflict", "No product is pinned.");
  return timeline::NewEvent{.kind = "product.unpinned", .data = {{"product", pin->product}}};
}

void add_commands(timeline::Commands& commands) {
  const auto add = [&](const char* name, timeline::CheckData check, timeline::Decide decide) {
    commands.add(name, {.access = http::Access::roles({http::Role::kDirector, http::Role::kPresenter}),
                        .rate = kPins,
                        .lane = store::Lane::kStaff,
                        .check = std::move(check),
                        .decide = std::move(decide)});
  };
  add("product.pin", [](Fields& data) { data.slug("product"); }, decide_pin);
  add("product.unpin", [](Fields&) {}, decide_unpin);
}

}  // namespace nigiwai::show
