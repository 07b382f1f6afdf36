#include "shop/commands.h"

#include "shop/products/products.h"
#include "shop/products/saved.h"

namespace nigiwai::shop {
namespace {

using timeline::Audience;
using timeline::Command;
using timeline::NewEvent;
using timeline::ShowTimes;

constexpr std::int64_t kLatest = std::int64_t{1} << 40;  // 34 years of show: only keeps numbers sane

// Generous: what a lively person does, several times over. Named in the refusal.
const http::Rate kSaves{"saves", 30, Milliseconds(500)};
const http::Rate kViews{"products looked at", 120, Milliseconds(250)};
const http::Rate kReports{"playback reports", 60, Milliseconds(1000)};

std::string product_in(const Command& command) { return std::string(command.data.at("product").as_string()); }

Milliseconds ms_in(const Command& command, const char* name) {
  return Milliseconds(command.data.at(name).as_int64());
}

void check_product(Fields& data) { data.slug("product"); }

void check_from_and_to(Fields& data) {
  data.whole("from", {0, kLatest});
  data.whole("to", {0, kLatest});
}

// In the show, or in the shop: an archive's shelf may have changed since.
Result<void> check_known(store::Transaction& transaction, Shelves& shelves, const Command& command) {
  const auto product = product_in(command);
  if (shelves.on_shelf(transaction.db(), command.show, product) || product_exists(transaction.db(), product))
    return {};
  return fail(Kind::kNotFound, "not-found", "There is no such product.", "/data/product");
}

NewEvent about_product(const char* kind, const Command& command) {
  return {.kind = kind, .data = {{"product", product_in(command)}}, .audience = Audience::kServer};
}

timeline::CommandRule rule(http::Rate rate, timeline::CheckData check, timeline::Decide decide) {
  return {.access = http::Access::viewers(),
          .rate = std::move(rate),
          .lane = store::Lane::kRoom,
          .check = std::move(check),
          .decide = std::move(decide)};
}

}  // namespace

Result<void> check_span(Milliseconds from, Milliseconds to, Milliseconds length) {
  if (to < from) return invalid("/data/to", "This must not be before from.");
  if (to - from > kLongestSpan) return invalid("/data/to", "One report covers at most 60 seconds.");
  if (to > length + kSpanSlack) return invalid("/data/to", "The show is not that long.");
  return {};
}

void add_commands(timeline::Commands& commands, timeline::Journal& journal, Shelves& shelves) {
  commands.add("product.save", rule(kSaves, check_product,
                                    [&](store::Transaction& transaction, const Command& command,
                                        const ShowTimes&, Milliseconds at) -> Result<NewEvent> {
                                      if (auto known = check_known(transaction, shelves, command); !known) {
                                        return std::unexpected(known.error());
                                      }
                                      const Saving saving{.viewer = command.by.id,
                                                          .product = product_in(command),
                                                          .show = command.show,
                                                          .at = at};
                                      if (auto saved = save(transaction, journal, saving); !saved)
                                        return std::unexpected(saved.error());
                                      return about_product("product.saved", command);
                                    }));
  commands.add("product.unsave", rule(kSaves, check_product,
                                      [&](store::Transaction& transaction, const Command& command,
                                          const ShowTimes&, Milliseconds) -> Result<NewEvent> {
                                        unsave(transaction, journal, command.by.id, product_in(command));
                                        return about_product("product.unsaved", command);
                                      }));
  for (const char* name : {"product.seen", "product.opened"}) {
    commands.add(name, rule(kViews, check_product,
                            [&shelves, name](store::Transaction& transaction, const Command& command,
                                             const ShowTimes&, Milliseconds) -> Result<NewEvent> {
                              if (auto known = check_known(transaction, shelves, command); !known) {
                                return std::unexpected(known.error());
                              }
                              return about_product(name, command);
                            }));
  }
  commands.add("play.span",
               rule(kReports, check_from_and_to,
                    [](store::Transaction& transaction, const Command& command, const ShowTimes& times,
                       Milliseconds) -> Result<NewEvent> {
                      const auto from = ms_in(command, "from");
                      const auto to = ms_in(command, "to");
                      if (auto right = check_span(from, to, show_clock(times, transaction.now())); !right) {
                        return std::unexpected(right.error());
                      }
                      return NewEvent{.kind = "play.span",
                                      .data = {{"from", from.count()}, {"to", to.count()}},
                                      .audience = Audience::kServer};
                    }));
  commands.add("seek", rule(kReports, check_from_and_to,
                            [](store::Transaction& transaction, const Command& command,
                               const ShowTimes& times, Milliseconds) -> Result<NewEvent> {
                              const auto from = ms_in(command, "from");
                              const auto to = ms_in(command, "to");
                              const auto latest = show_clock(times, transaction.now()) + kSpanSlack;
                              if (from > latest || to > latest)
                                return invalid("/data", "The show is not that long.");
                              return NewEvent{.kind = "seek",
                                              .data = {{"from", from.count()}, {"to", to.count()}},
                                              .audience = Audience::kServer};
                            }));
}

}  // namespace nigiwai::shop
