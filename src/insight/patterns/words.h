// What is found, said plainly in Japanese and English. Pure.
#pragma once

#include <boost/json/object.hpp>

#include "insight/patterns/analysis.h"

namespace nigiwai::insight {

struct Said {
  std::string ja{};
  std::string en{};
};
boost::json::object to_json(const Said& said);

Said name_of(Factor factor);
Said name_of_figure(std::string_view figure);
struct LevelName {
  Said phrase{};  // "21時台" (の配信), (shows) "begun between 21:00 and 21:59"
  Said brief{};   // beside the factor's name: "2分以内", "within 2 min"
};
// Of the cast the person's name.
LevelName name_of(Factor factor, const std::string& level, const std::map<std::string, std::string>& names);
// "最初の商品ピン 2分以内": by this tag a noted pattern is known to say what was found
// (show/learning/told.h).
Said tag_of(Factor factor, const Said& brief);

// "21時台の配信は、視聴あたり注文額が平均より18 %高い傾向（12配信、80 %区間 6〜31 %）".
Said sentence_of(const Said& level, std::string_view figure, const LevelAnswer& answer);
// What to try in the next show, or to do without.
Said suggestion_of(const Said& level, const LevelAnswer& answer);

// Why a figure, or a factor, could not be judged.
Said why_not(FigureState state, std::size_t shows);
Said why_not(Unjudged why, std::size_t known);

}  // namespace nigiwai::insight
