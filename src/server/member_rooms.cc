#include "server/member_rooms.h"

#include "server/holdings.h"
#include "shop/legal.h"
#include "shop/orders/personal.h"
#include "shop/products/saved.h"
#include "shop/settings.h"
#include "show/archive/clips.h"

namespace nigiwai::server {
namespace {

std::string shop_name(store::Database& db, std::string_view language) {
  const auto named = shop::settings(db);
  return language == "en" && !named.name_latin.empty() ? named.name_latin : named.name;
}

people::MemberParts member_parts(const MemberWiring& wiring) {
  return {.people = wiring.people,
          .writer = wiring.writer,
          .journal = wiring.journal,
          .limits = wiring.limits,
          .random = wiring.random,
          .clock = wiring.clock,
          .holdings = holdings(wiring.journal),
          .origin = wiring.origin,
          .origins = wiring.origins,
          .secure_cookies = wiring.origin.starts_with("https:"),
          .shop_name = shop_name,
          .terms_version = shop::terms_version,
          .orders_of = shop::orders_of,
          .saved_by = [](store::Database& db,
                         const people::Person& person) { return shop::saved_by(db, person.viewers.front()); },
          .unsave =
              [&journal = wiring.journal](store::Transaction& transaction, const http::Caller& by,
                                          const std::string& product) {
                shop::unsave(transaction, journal, by.id, product);
                journal.append(transaction, "",
                               {.kind = "product.unsaved",
                                .data = {{"product", product}},
                                .audience = timeline::Audience::kServer},
                               by, Milliseconds(0));
              },
          .reminders_of = show::reminders_of,
          .shows_with =
              [](store::Database& db, const std::string& handle) {
                auto shown = show::shows_with(db, handle);
                json::array clips;
                for (const auto& clip : show::clips_of_staff(db, handle))
                  clips.push_back(show::to_json(clip, show::ClipReader::kEveryone));
                shown["clips"] = std::move(clips);
                return shown;
              },
          .open_orders = shop::open_orders};
}

}  // namespace

MemberRooms::MemberRooms(const MemberWiring& wiring)
    : members_(member_parts(wiring)),
      reminders_({.writer = wiring.writer,
                  .readers = wiring.readers,
                  .clock = wiring.clock,
                  .journal = wiring.journal,
                  .origin = wiring.origin,
                  .shop_name = shop_name}),
      announcements_({.writer = wiring.writer,
                      .readers = wiring.readers,
                      .announcing = {.clock = wiring.clock,
                                     .journal = wiring.journal,
                                     .origin = wiring.origin,
                                     .shop_name = shop_name}}),
      calendar_({.readers = wiring.readers, .clock = wiring.clock, .origin = wiring.origin}),
      compaction_(wiring.writer, wiring.readers, wiring.clock, wiring.database_path) {}

void MemberRooms::add_to(http::Router& router) {
  members_.add_to(router);
  reminders_.add_to(router);
  announcements_.add_to(router);
  calendar_.add_to(router);
  compaction_.add_to(router);
}

}  // namespace nigiwai::server
