#include "insight/patterns/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "show/learning/told.h"

namespace nigiwai::insight {
namespace {

struct Named {
  std::string_view key;
  std::string_view ja;
  std::string_view en;
};

constexpr Named kFactorNames[] = {
    {"concept", "コンセプト", "Concept"}, {"hour", "時間帯", "Hour"},
    {"weekday", "曜日", "Weekday"},       {"length", "長さ", "Length"},
    {"cast", "出演者", "Cast"},           {"first_pin", "最初の商品ピン", "First pin"},
    {"offer", "特典", "Offer"},           {"products", "商品の数", "Products"},
    {"lead", "告知", "Announced"},        {"talk_pace", "話す速さ", "Talking pace"},
};
constexpr Named kFigureNames[] = {
    {"gmv_per_view", "視聴あたり注文額", "the amount ordered per viewer"},
    {"gmv", "注文額", "the amount ordered"},
    {"orders", "注文の数", "orders"},
    {"cvr", "購入率", "the conversion rate"},
    {"viewers", "視聴者の数", "viewers"},
    {"average_view", "平均視聴時間", "the average view"},
    {"engagement", "参加率", "engagement"},
    {"saves", "商品の保存", "saved products"},
    {"archive_gmv", "アーカイブの注文額", "the amount ordered in the archive"},
};
struct NamedLevel {
  std::string_view key;
  std::string_view ja, en;  // … の配信; shows …
  std::string_view brief_ja, brief_en;
};
constexpr NamedLevel kLevelNames[] = {
    {"seasonal", "「季節」がコンセプト", "with the concept “Seasonal”", "季節", "Seasonal"},
    {"limited_price", "「限定価格」がコンセプト", "with the concept “Limited price”", "限定価格",
     "Limited price"},
    {"first_look", "「先行公開」がコンセプト", "with the concept “First look”", "先行公開", "First look"},
    {"how_to", "「使い方」がコンセプト", "with the concept “How-to”", "使い方", "How-to"},
    {"behind_the_scenes", "「舞台裏」がコンセプト", "with the concept “Behind the scenes”", "舞台裏",
     "Behind the scenes"},
    {"free", "「自由」がコンセプト", "with the concept “Free”", "自由", "Free"},
    {"mon", "月曜日", "on Mondays", "月曜日", "Monday"},
    {"tue", "火曜日", "on Tuesdays", "火曜日", "Tuesday"},
    {"wed", "水曜日", "on Wednesdays", "水曜日", "Wednesday"},
    {"thu", "木曜日", "on Thursdays", "木曜日", "Thursday"},
    {"fri", "金曜日", "on Fridays", "金曜日", "Friday"},
    {"sat", "土曜日", "on Saturdays", "土曜日", "Saturday"},
    {"sun", "日曜日", "on Sundays", "日曜日", "Sunday"},
    {"none", "特典なし", "without an offer", "なし", "None"},
    {"price", "特別価格の特典あり", "with a special price", "特別価格", "Special price"},
    {"percent", "％引きの特典あり", "with a percentage off", "％引き", "Percentage off"},
    {"amount", "金額引きの特典あり", "with an amount off", "金額引き", "Amount off"},
};

const Named* found(std::span<const Named> all, std::string_view key) {
  const auto at = std::ranges::find(all, key, &Named::key);
  return at == all.end() ? nullptr : &*at;
}

Said said(const Named* named, const std::string& key) {
  return named ? Said{std::string(named->ja), std::string(named->en)} : Said{key, key};
}

// A range of a measure in its words: between two edges, below the first, from the last on; and what makes a
// phrase of it.
struct RangeWords {
  Said between, below, above, phrase;
};
RangeWords words_of(Factor factor) {
  switch (factor) {
    case Factor::kLength:
      return {{"{}〜{}分", "{}–{} min"},
              {"{}分未満", "under {} min"},
              {"{}分以上", "{} min or more"},
              {"長さが{}", "that last {}"}};
    case Factor::kFirstPin:
      return {{"{}〜{}分", "{}–{} min in"},
              {"{}分以内", "within {} min"},
              {"{}分以降", "after {} min"},
              {"最初のピンが{}", "whose first pin comes {}"}};
    case Factor::kProducts:
      return {{"{}〜{}点", "{}–{}"},
              {"{}点以下", "up to {}"},
              {"{}点以上", "at least {}"},
              {"商品が{}", "with {} products"}};
    case Factor::kLead:
      return {{"{}〜{}日前", "{}–{} days"},
              {"{}日前より後", "less than {} day"},
              {"{}日以上前", "{} days or more"},
              {"告知が{}", "announced {} ahead"}};
    default:
      return {{"{}〜{}字", "{}–{}"},
              {"{}字未満", "less than {}"},
              {"{}字以上", "at least {}"},
              {"1分に話すのが{}", "with {} characters spoken a minute"}};
  }
}

// An edge as it is told: hours as days, and of pieces the last inside.
std::string edge_told(Factor factor, const std::string& edge, bool is_end) {
  const auto value = std::stoi(edge);
  if (factor == Factor::kLead) return std::to_string(value / 24);
  return std::to_string(factor == Factor::kProducts && is_end ? value - 1 : value);
}

LevelName range_of(Factor factor, const std::string& key) {
  const auto dash = key.find('-');
  const auto from = key.substr(0, dash), until = key.substr(dash + 1);
  const auto words = words_of(factor);
  const auto fill = [&](const std::string& text) {
    if (from == "0") return fmt::format(fmt::runtime(text), edge_told(factor, until, true));
    if (until.empty()) return fmt::format(fmt::runtime(text), edge_told(factor, from, false));
    return fmt::format(fmt::runtime(text), edge_told(factor, from, false), edge_told(factor, until, true));
  };
  const auto& kind = from == "0" ? words.below : until.empty() ? words.above : words.between;
  const Said brief{fill(kind.ja), fill(kind.en)};
  return {.phrase = {fmt::format(fmt::runtime(words.phrase.ja), brief.ja),
                     fmt::format(fmt::runtime(words.phrase.en), brief.en)},
          .brief = brief};
}

int percent(double share) { return static_cast<int>(std::lround(100 * share)); }

// "6", "−12": with a true minus.
std::string signed_percent(double share) {
  const auto whole = percent(share);
  return (whole < 0 ? "−" : "") + std::to_string(std::abs(whole));
}

// To what a tag may be long, between two characters.
std::string cut(std::string text) {
  std::size_t characters = 0, at = 0;
  for (; at < text.size(); ++at) {
    const auto begins = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    if (begins && characters++ == show::kMostTag) break;
  }
  text.resize(at);
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

}  // namespace

boost::json::object to_json(const Said& words) { return {{"ja", words.ja}, {"en", words.en}}; }

Said name_of(Factor factor) {
  const std::string key(to_text(factor));
  return said(found(kFactorNames, key), key);
}

Said name_of_figure(std::string_view figure) {
  return said(found(kFigureNames, figure), std::string(figure));
}

LevelName name_of(Factor factor, const std::string& level, const std::map<std::string, std::string>& names) {
  if (factor == Factor::kHour) {
    const auto hour = std::to_string(std::stoi(level));
    const auto ja = hour + "時台";
    return {.phrase = {ja, "begun between " + hour + ":00 and " + hour + ":59"},
            .brief = {ja, hour + ":00–" + hour + ":59"}};
  }
  if (factor == Factor::kCast) {
    const auto known = names.find(level);
    const auto name = known == names.end() ? level : known->second;
    return {.phrase = {name + " さん出演", "with " + name}, .brief = {name, name}};
  }
  const auto* named = std::ranges::find(kLevelNames, level, &NamedLevel::key);
  if (named != std::end(kLevelNames)) {
    return {.phrase = {std::string(named->ja), std::string(named->en)},
            .brief = {std::string(named->brief_ja), std::string(named->brief_en)}};
  }
  return level.contains('-') ? range_of(factor, level) : LevelName{{level, level}, {level, level}};
}

Said tag_of(Factor factor, const Said& brief) {
  const auto name = name_of(factor);
  return {cut(name.ja + " " + brief.ja), cut(name.en + ": " + brief.en)};
}

Said sentence_of(const Said& level, std::string_view figure, const LevelAnswer& answer) {
  const auto name = name_of_figure(figure);
  const auto up = answer.effect.relative >= 0;
  const auto much = std::abs(percent(answer.effect.relative));
  return {fmt::format("{}の配信は、{}が平均より{} %{}傾向（{}配信、80 %区間 {}〜{} %）", level.ja, name.ja,
                      much, up ? "高い" : "低い", answer.shows, signed_percent(answer.low.relative),
                      signed_percent(answer.high.relative)),
          fmt::format("Shows {} tend to have {} {} % {} average ({} shows, 80 % interval {} to {} %)",
                      level.en, name.en, much, up ? "above" : "below", answer.shows,
                      signed_percent(answer.low.relative), signed_percent(answer.high.relative))};
}

Said suggestion_of(const Said& level, const LevelAnswer& answer) {
  if (answer.effect.relative >= 0) {
    return {fmt::format("次の配信でも試してみましょう：{}", level.ja),
            fmt::format("Try it in the next show: {}", level.en)};
  }
  return {fmt::format("次の配信では変えてみましょう：{}", level.ja),
          fmt::format("Try something else in the next show than: {}", level.en)};
}

Said why_not(FigureState state, std::size_t shows) {
  switch (state) {
    case FigureState::kNoShows:
      return {"数字のある配信が、まだありません", "No show has this figure yet"};
    case FigureState::kTooFewShows:
      return {fmt::format("まだ配信数が足りません：{} のうち {}", kLeastShows, shows),
              fmt::format("Not enough shows yet: {} of {}", shows, kLeastShows)};
    case FigureState::kAllEqual:
      return {"どの配信も同じ数字なので、くらべられません",
              "Every show has the same figure, so there is nothing to compare"};
    case FigureState::kEnough:
      break;
  }
  return {};
}

Said why_not(Unjudged why, std::size_t known) {
  switch (why) {
    case Unjudged::kNotKept:
      return {"記録のある配信がありません", "No show has a record of this"};
    case Unjudged::kTooFewShows:
      return {fmt::format("記録のある配信が足りません：{} のうち {}", kLeastShows, known),
              fmt::format("Too few shows with a record of this: {} of {}", known, kLeastShows)};
    case Unjudged::kOneLevel:
      return {fmt::format("ほとんどの配信が同じなので、くらべられません（{} 本ずつ必要です）", kLeastOfLevel),
              fmt::format("Nearly all shows are alike in this; {} of each side are needed", kLeastOfLevel)};
    case Unjudged::kTangled:
      break;
  }
  return {"時期か出演者のちがいと、見分けられません",
          "This cannot be told apart from the months or the cast"};
}

}  // namespace nigiwai::insight
