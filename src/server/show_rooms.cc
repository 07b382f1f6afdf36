#include "server/show_rooms.h"

#include "shop/commands.h"
#include "shop/offers/offers.h"
#include "shop/products/products.h"
#include "show/commands.h"
#include "show/cue_start.h"
#include "show/views.h"
#include "talk/commands.h"
#include "talk/notes.h"
#include "talk/polls.h"

namespace nigiwai::server {
namespace {

void add_commands(const ShowWiring& wiring) {
  auto& commands = wiring.commands;
  talk::add_commands(commands, wiring.journal, wiring.words);
  talk::add_question_commands(
      commands, wiring.journal, wiring.words,
      [&shelves = wiring.shelves](store::Database& db, const std::string& show, const std::string& product) {
        return shelves.on_shelf(db, show, product);
      });
  talk::add_poll_commands(commands);
  talk::add_note_commands(commands);
  shop::add_commands(commands, wiring.journal, wiring.shelves);
  shop::add_offer_commands(commands);
  show::add_commands(commands);
  show::add_cue_commands(commands);
}

}  // namespace

ShowRooms::ShowRooms(const ShowWiring& wiring)
    : aside_(wiring.readers),
      talk_({.writer = wiring.writer,
             .readers = wiring.readers,
             .journal = wiring.journal,
             .words = wiring.words,
             .clock = wiring.clock,
             .readable_lines = wiring.readable_lines}),
      asking_({.writer = wiring.writer,
               .readers = wiring.readers,
               .journal = wiring.journal,
               .clock = wiring.clock,
               .secret = wiring.secret,
               .may_know = show::may_know,
               .has_product = [](store::Database& db,
                                 const std::string& id) { return shop::product(db, id).has_value(); },
               .show_told = show::told_of}),
      offers_({.writer = wiring.writer,
               .readers = wiring.readers,
               .offers = {.journal = wiring.journal, .shelves = wiring.shelves, .random = wiring.random}}),
      holds_({.writer = wiring.writer,
              .readers = wiring.readers,
              .clock = wiring.clock,
              .shelves = wiring.shelves,
              .holds = wiring.holds}),
      cues_({.writer = wiring.writer,
             .readers = wiring.readers,
             .journal = wiring.journal,
             .random = wiring.random,
             .clock = wiring.clock}),
      plans_({.writer = wiring.writer,
              .readers = wiring.readers,
              .journal = wiring.journal,
              .random = wiring.random,
              .clock = wiring.clock}),
      playbook_({.writer = wiring.writer,
                 .readers = wiring.readers,
                 .clock = wiring.clock,
                 .random = wiring.random}),
      proofs_({.writer = wiring.writer,
               .readers = wiring.readers,
               .clock = wiring.clock,
               .random = wiring.random}),
      planning_(wiring.readers, wiring.clock),
      fans_({.writer = wiring.writer,
             .readers = wiring.readers,
             .aside = aside_,
             .clock = wiring.clock,
             .arrivals = arrivals_,
             .secret = wiring.secret}),
      presenters_({.writer = wiring.writer, .aside = aside_, .clock = wiring.clock}),
      greeter_({.writer = wiring.writer,
                .readers = wiring.readers,
                .journal = wiring.journal,
                .clock = wiring.clock,
                .arrivals = arrivals_}),
      learning_({.writer = wiring.writer,
                 .readers = wiring.readers,
                 .journal = wiring.journal,
                 .random = wiring.random,
                 .clock = wiring.clock,
                 .counting = wiring.counting}),
      patterns_({.aside = aside_, .clock = wiring.clock}) {
  add_commands(wiring);
}

void ShowRooms::add_to(http::Router& router) {
  talk_.add_to(router);
  asking_.add_to(router);
  offers_.add_to(router);
  holds_.add_to(router);
  cues_.add_to(router);
  plans_.add_to(router);
  playbook_.add_to(router);
  proofs_.add_to(router);
  planning_.add_to(router);
  fans_.add_to(router);
  presenters_.add_to(router);
  learning_.add_to(router);
  patterns_.add_to(router);
}

}  // namespace nigiwai::server
