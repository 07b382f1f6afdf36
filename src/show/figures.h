// The names of figures, as docs/api.md has them: what plans, proofs of concept and reviews have targets for.
#pragma once

#include <string_view>

namespace nigiwai::show::figure {

inline constexpr std::string_view kViewers = "viewers";
inline constexpr std::string_view kViews = "views";
inline constexpr std::string_view kWatchTime = "watch_time";
inline constexpr std::string_view kAverageView = "average_view";
inline constexpr std::string_view kPeakViewers = "peak_viewers";
inline constexpr std::string_view kEngagement = "engagement";
inline constexpr std::string_view kProductCtr = "product_ctr";
inline constexpr std::string_view kCvr = "cvr";
inline constexpr std::string_view kGmv = "gmv";
inline constexpr std::string_view kNetSales = "net_sales";
inline constexpr std::string_view kOrders = "orders";
inline constexpr std::string_view kBuyers = "buyers";
inline constexpr std::string_view kAov = "aov";
inline constexpr std::string_view kChatters = "chatters";
inline constexpr std::string_view kQuestions = "questions";
inline constexpr std::string_view kSaves = "saves";
inline constexpr std::string_view kFollowers = "followers";
inline constexpr std::string_view kReturning = "returning";
inline constexpr std::string_view kArchiveViewers = "archive_viewers";
inline constexpr std::string_view kArchiveOrders = "archive_orders";
inline constexpr std::string_view kArchiveGmv = "archive_gmv";
inline constexpr std::string_view kMembers = "members";
inline constexpr std::string_view kReminders = "reminders";

}  // namespace nigiwai::show::figure
