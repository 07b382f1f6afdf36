// Numbers of a report as its sentences have them, in Japanese and English. Pure.
#pragma once

#include "insight/reports/rows.h"

namespace nigiwai::insight {

// "¥1,234", "1,234人" / "1,234 people", "12時間30分" / "12 h 30 min", "4.2 %".
Said told(double value, Unit unit, const std::string& currency);
std::string money_told(std::int64_t amount, const std::string& currency);
std::string count_told(std::int64_t count);
std::string percent_told(double share);  // whole from ten on: "26 %", "4.2 %"
Said moment_told(std::int64_t ms);       // "24分台", "in minute 24"

}  // namespace nigiwai::insight
