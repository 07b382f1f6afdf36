#include "social/partners/webhook_notice.h"

#include <fmt/format.h>

#include "outbox/mail.h"

namespace nigiwai::social {
namespace {

std::string text_of(const NoticeParts& parts, const Webhook& hook, Paused paused, const std::string& why) {
  const auto hours = kFailsBeforePause.count();
  const auto ja = paused == Paused::kGone ? std::string("受け取り先が、もうないと答えました（410）。")
                                          : fmt::format("受け取り先が {} 時間、受け取れていません。", hours);
  const auto en = paused == Paused::kGone
                      ? std::string("Its receiver answered that it is gone (410).")
                      : fmt::format("Its receiver has taken nothing for {} hours.", hours);
  return fmt::format(
      "Webhook「{0}」を止めました。{1}\n"
      "受け取り先: {3}\n"
      "最後の結果: {4}\n\n"
      "失われたものはありません。受け取り先がなおったら、次の画面で再開してください。続きから順に届きます。\n"
      "{5}/studio/partners\n\n"
      "--\n\n"
      "The webhook \"{0}\" was paused. {2}\n"
      "Receiver: {3}\n"
      "Last result: {4}\n\n"
      "Nothing is lost. Once the receiver is well again, resume it here; it goes on where it was, in order.\n"
      "{5}/studio/partners\n",
      hook.name, ja, en, hook.url, why, parts.origin);
}

}  // namespace

void tell_owners(store::Transaction& t, const NoticeParts& parts, const Webhook& hook, Paused paused,
                 const std::string& why) {
  std::vector<std::pair<std::string, std::string>> owners;
  {
    auto rows = t.db().query(
        "SELECT id, email FROM staff WHERE role = 'owner' AND email IS NOT NULL AND withdrawn_at IS NULL");
    while (rows.next()) owners.emplace_back(rows.text(0), rows.text(1));
  }
  for (const auto& [id, email] : owners) {
    outbox::send(
        t, parts.clock,
        {.to = email,
         .subject = fmt::format("Webhook「{0}」を止めました / Webhook \"{0}\" was paused", hook.name),
         .text = text_of(parts, hook, paused, why),
         .kind = "webhook.stopped",
         .person = id,
         .about = hook.id});
  }
}

}  // namespace nigiwai::social
