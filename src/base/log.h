// Structured logs: a sentence, then key=value pairs, one line each, on standard error.
//
//   log_info("encoder connected", {{"show", show}, {"protocol", "rtmp"}});
//
// Secrets (keys, tokens, passwords, mail addresses) never go in; names of shows and ids do.
#pragma once

#include <fmt/format.h>

#include <initializer_list>
#include <string>
#include <string_view>

namespace nigiwai {

struct LogField {
  std::string key;
  std::string value;
  LogField(std::string_view k, std::string_view v) : key(k), value(v) {}
  LogField(std::string_view k, const char* v) : key(k), value(v) {}
  template <class T>
    requires std::is_arithmetic_v<T>
  LogField(std::string_view k, T v) : key(k), value(fmt::format("{}", v)) {}
};
using LogFields = std::initializer_list<LogField>;

enum class LogLevel { kDebug, kInfo, kWarn, kError };

void set_log_level(LogLevel least);
void log(LogLevel level, std::string_view sentence, LogFields fields);
inline void log_debug(std::string_view sentence, LogFields fields = {}) {
  log(LogLevel::kDebug, sentence, fields);
}
inline void log_info(std::string_view sentence, LogFields fields = {}) {
  log(LogLevel::kInfo, sentence, fields);
}
inline void log_warn(std::string_view sentence, LogFields fields = {}) {
  log(LogLevel::kWarn, sentence, fields);
}
inline void log_error(std::string_view sentence, LogFields fields = {}) {
  log(LogLevel::kError, sentence, fields);
}

}  // namespace nigiwai
