#include "outbox/smtp.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cstring>

namespace nigiwai::outbox {
namespace {

constexpr long kConnectSeconds = 15;
// RFC 5321 4.5.3.2 allows ten minutes after the data; a server that takes longer than this gets it again.
constexpr long kDeliverSeconds = 120;
// When we stop, a letter that the server has whole is waited for this long: cutting it off would send it
// twice.
constexpr std::chrono::seconds kLastAnswer{4};

struct Global {
  Global() { curl_global_init(CURL_GLOBAL_DEFAULT); }
  ~Global() { curl_global_cleanup(); }
};

struct Upload {
  std::string_view rest;
  std::atomic<bool>* stopping;
  std::chrono::steady_clock::time_point stop_seen{};
};

std::size_t read_some(char* buffer, std::size_t size, std::size_t count, void* user) {
  auto& upload = *static_cast<Upload*>(user);
  const auto some = std::min(size * count, upload.rest.size());
  std::memcpy(buffer, upload.rest.data(), some);
  upload.rest.remove_prefix(some);
  return some;
}

int watch(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& upload = *static_cast<Upload*>(user);
  if (!*upload.stopping) return 0;
  if (!upload.rest.empty()) return 1;
  const auto now = std::chrono::steady_clock::now();
  if (upload.stop_seen == std::chrono::steady_clock::time_point{}) upload.stop_seen = now;
  return now - upload.stop_seen > kLastAnswer ? 1 : 0;
}

class Smtp final : public Postman {
 public:
  Smtp(std::string url, bool must_encrypt)
      : url_(std::move(url)), must_encrypt_(must_encrypt), curl_(curl_easy_init()) {}
  ~Smtp() override { curl_easy_cleanup(curl_); }

  Delivery deliver(const Letter& letter) override {
    // The handle keeps its connection to the server from one letter to the next; options start anew.
    curl_easy_reset(curl_);
    char error[CURL_ERROR_SIZE] = "";
    Upload upload{.rest = letter.message, .stopping = &stopping_};
    const auto from = "<" + letter.from + ">";
    const auto to = "<" + letter.to + ">";
    curl_slist* recipients = curl_slist_append(nullptr, to.c_str());
    curl_easy_setopt(curl_, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(curl_, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl_, CURLOPT_PROXY, "");
    curl_easy_setopt(curl_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt(curl_, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    curl_easy_setopt(curl_, CURLOPT_TIMEOUT, kDeliverSeconds);
    curl_easy_setopt(curl_, CURLOPT_USE_SSL,
                     static_cast<long>(must_encrypt_ ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    curl_easy_setopt(curl_, CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(curl_, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl_, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl_, CURLOPT_READFUNCTION, read_some);
    curl_easy_setopt(curl_, CURLOPT_READDATA, &upload);
    curl_easy_setopt(curl_, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl_, CURLOPT_XFERINFOFUNCTION, watch);
    curl_easy_setopt(curl_, CURLOPT_XFERINFODATA, &upload);
    const auto code = curl_easy_perform(curl_);
    long response = 0;
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &response);
    curl_slist_free_all(recipients);
    return judge({.code = code,
                  .response = response,
                  .body_sent = upload.rest.empty(),
                  .why = curl_easy_strerror(code)});
  }

  void stop() override { stopping_ = true; }

 private:
  std::string url_;
  bool must_encrypt_;
  CURL* curl_;
  std::atomic<bool> stopping_{false};
};

std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK || text == nullptr) return {};
  std::string copy = text;
  curl_free(text);
  return copy;
}

}  // namespace

Result<std::unique_ptr<Postman>> open_smtp(const SmtpOptions& options) {
  static const Global global;
  const auto wrong =
      invalid("--smtp",
              "This is no address of a mail server, such as smtp://user:password@mail.example:587 or "
              "smtps://user:password@mail.example:465.");
  CURLU* url = curl_url();
  const bool parsed =
      curl_url_set(url, CURLUPART_URL, options.url.c_str(), CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
  const auto scheme = part_of(url, CURLUPART_SCHEME), host = part_of(url, CURLUPART_HOST);
  const auto path = part_of(url, CURLUPART_PATH);
  const bool fine = parsed && (scheme == "smtp" || scheme == "smtps") && !host.empty() &&
                    (path.empty() || path == "/") && part_of(url, CURLUPART_QUERY).empty();
  const bool signs_in = !part_of(url, CURLUPART_USER).empty();
  std::string whole;
  if (fine) {
    // libcurl takes the name that EHLO says from the path.
    curl_url_set(url, CURLUPART_PATH, ("/" + options.host).c_str(), 0);
    whole = part_of(url, CURLUPART_URL);
  }
  curl_url_cleanup(url);
  if (!fine) return wrong;
  const bool here = host == "localhost" || host == "[::1]" || host.starts_with("127.");
  return std::make_unique<Smtp>(whole, signs_in && !here);
}

Delivery judge(const SmtpEnd& end) {
  if (end.code == CURLE_OK) return {.what = Delivered::kTaken};
  const auto nobody = [&] {
    return Delivery{
        .what = Delivered::kNobodyHome,
        .reason = end.response >= 400
                      ? fmt::format("The mail server cannot be used: {} ({}).", end.why, end.response)
                      : fmt::format("The mail server cannot be used: {}.", end.why)};
  };
  // libcurl names a refusal of the whole text as it names a strange greeting; what was sent tells them apart.
  const bool about_mail = end.code == CURLE_SEND_ERROR || end.code == CURLE_RECV_ERROR ||
                          (end.code == CURLE_WEIRD_SERVER_REPLY && end.body_sent);
  // 421: the server goes away. 530 to 538: it wants to know who we are (RFC 4954), which is no fault of the
  // mail: it waits until the owner has mended the password.
  const bool about_us =
      end.response < 400 || end.response == 421 || (end.response >= 530 && end.response <= 538);
  if (!about_mail || about_us) return nobody();
  if (end.response >= 500) {
    return {.what = Delivered::kRefused,
            .reason = fmt::format("The mail server refused this mail ({}).", end.response)};
  }
  return {.what = Delivered::kPutOff,
          .reason = fmt::format("The mail server put this mail off ({}).", end.response)};
}

}  // namespace nigiwai::outbox
