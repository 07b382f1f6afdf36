#include "server/link_cards.h"

#include <fmt/format.h>

#include <boost/asio/post.hpp>

#include "media/pictures.h"
#include "people/staff.h"
#include "shop/products/products.h"
#include "shop/settings.h"
#include "store/writing.h"

namespace nigiwai::server {
namespace {

std::string shop_name(store::Database& db, Language language) {
  const auto known = shop::settings(db);
  return language == Language::kEnglish && !known.name_latin.empty() ? known.name_latin : known.name;
}

std::string when(const show::Show& show, Language language) {
  if (show.state == show::State::kLive) return language == Language::kJapanese ? "配信中" : "Live now";
  if (show.state == show::State::kArchived || !show.starts_at) return "";
  return time_text(*show.starts_at, language);
}

std::string names(store::Database& db, const show::Show& show) {
  std::string made;
  for (const auto& handle : show.cast) {
    const auto known = people::profile_of(db, handle);
    if (known) made += (made.empty() ? "" : " ・ ") + known->name;
  }
  return made;
}

// Everything that can be seen on it.
std::string key_of(const media::LinkCard& card) {
  return fmt::format("{}\n{}\n{}\n{}\n{}", card.shop, card.when, card.title, card.names,
                     std::hash<std::string>()(card.picture));
}

}  // namespace

Result<media::LinkCard> card_of(store::Database& db, const std::string& id, Language language) {
  const auto show = show::find_for(db, id, http::Caller{});
  if (!show) return std::unexpected(show.error());
  media::LinkCard card{.shop = shop_name(db, language),
                       .when = when(*show, language),
                       .title = show->title,
                       .names = names(db, *show)};
  for (const auto& each : show->shelf) {
    const auto product = shop::product(db, each);
    if (!product || product->picture.empty()) continue;
    if (auto picture = media::kept_picture(db, product->picture + "-640.webp"))
      card.picture = *std::move(picture);
    break;
  }
  return card;
}

std::string card_path(const std::string& show, const media::LinkCard& card, Language language) {
  return fmt::format("/shows/{}/card.jpg?lang={}&v={:x}", show, language == Language::kJapanese ? "ja" : "en",
                     std::hash<std::string>()(key_of(card)));
}

LinkCards::~LinkCards() { thread_.join(); }

void LinkCards::add_to(http::Router& router) {
  router.add({.method = "GET",
              .path = "/shows/{id}/card.jpg",
              .access = http::Access::open(),
              .handle = [this](http::Request& request) { return serve(request); },
              .summary = "The picture of a link to a show, a JPEG of 1200×630, for ?lang=ja or en."});
}

LinkCards::Picture LinkCards::kept(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  const auto found = cards_.find(key);
  return found == cards_.end() ? nullptr : found->second;
}

void LinkCards::keep(const std::string& key, Picture picture) {
  const std::scoped_lock lock(mutex_);
  if (!cards_.emplace(key, std::move(picture)).second) return;
  oldest_.push_back(key);
  if (oldest_.size() <= kMostCardsKept) return;
  cards_.erase(oldest_.front());
  oldest_.pop_front();
}

Task<http::Response> LinkCards::serve(http::Request& request) {
  const std::string id(request.parameter("id"));
  const auto language = request.asked("lang") == "en" ? Language::kEnglish : Language::kJapanese;
  const auto card =
      readers_.read<media::LinkCard>([&](store::Database& db) { return card_of(db, id, language); });
  if (!card) co_return http::problem_response(card.error());
  const auto key = key_of(*card);
  auto picture = kept(key);
  if (!picture) {
    {
      const std::scoped_lock lock(mutex_);
      if (waiting_ >= kMostCardsWaiting) {
        co_return http::problem_response({Kind::kUnavailable,
                                          "overloaded",
                                          "Too many pictures are being drawn. Try again in a moment.",
                                          {},
                                          Milliseconds(1000)});
      }
      ++waiting_;
    }
    const auto drawn = co_await store::answered<Picture>([&](std::function<void(Result<Picture>)> done) {
      asio::post(thread_, [this, card = *card, key, done = std::move(done)] {
        auto made = media::draw(card);
        {
          const std::scoped_lock lock(mutex_);
          --waiting_;
        }
        if (!made) return done(std::unexpected(made.error()));
        auto shared = std::make_shared<const std::string>(*std::move(made));
        keep(key, shared);
        done(std::move(shared));
      });
    });
    if (!drawn) co_return http::problem_response(drawn.error());
    picture = *drawn;
  }
  auto response = http::text_response(*picture, "image/jpeg");
  response.with("Cache-Control", "public, max-age=3600").with("X-Content-Type-Options", "nosniff");
  co_return response;
}

}  // namespace nigiwai::server
