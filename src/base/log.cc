#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace nigiwai {
namespace {

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = spdlog::stderr_logger_mt("nigiwai");
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarn:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

// A value in quotes where it holds a space, a quote, '=' or a control character, so that a line stays one
// line.
std::string quoted(const std::string& value) {
  if (!value.empty() && value.find_first_of(" \"=\n\r\t\\") == std::string::npos) return value;
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return text + '"';
}

}  // namespace

void set_log_level(LogLevel least) { logger().set_level(level_of(least)); }

void log(LogLevel level, std::string_view sentence, LogFields fields) {
  auto& to = logger();
  if (!to.should_log(level_of(level))) return;
  std::string line(sentence);
  for (const auto& field : fields) line += fmt::format(" {}={}", field.key, quoted(field.value));
  to.log(level_of(level), line);
}

}  // namespace nigiwai
