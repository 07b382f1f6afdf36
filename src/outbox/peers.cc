#include "outbox/peers.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <memory>

#include "outbox/private_address.h"

namespace nigiwai::outbox {
namespace {

struct Closing {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

std::string part_of(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK || text == nullptr) return {};
  std::string copy = text;
  curl_free(text);
  return copy;
}

// What one request is held to while libcurl runs it.
struct Under {
  const std::atomic<bool>* stopping;
  std::size_t most_bytes;
  bool may_be_private;
  bool was_private = false;
  bool too_large = false;
  PeerAnswer answer{};
};

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& under = *static_cast<Under*>(user);
  if (under.answer.body.size() + size * count > under.most_bytes) {
    under.too_large = true;
    return 0;
  }
  under.answer.body.append(data, size * count);
  return size * count;
}

// Called once a line; a new status line begins the headers of the next answer.
std::size_t take_header(char* data, std::size_t size, std::size_t count, void* user) {
  auto& under = *static_cast<Under*>(user);
  std::string_view line(data, size * count);
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  if (line.starts_with("HTTP/")) under.answer.headers.clear();
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return size * count;
  auto value = line.substr(colon + 1);
  while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
  if (under.answer.headers.size() < kMostPeerHeaders) {
    under.answer.headers.push_back({lower(line.substr(0, colon)), std::string(value)});
  }
  return size * count;
}

curl_socket_t connect_to(void* user, curlsocktype, curl_sockaddr* to) {
  auto& under = *static_cast<Under*>(user);
  if (!under.may_be_private && is_private_address(to->addr)) {
    under.was_private = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

int watch(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return *static_cast<Under*>(user)->stopping ? 1 : 0;
}

class CurlPeers final : public Peers {
 public:
  explicit CurlPeers(PeersOptions options) : options_(std::move(options)) {
    static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)once;
  }

  Result<PeerAnswer> ask(const PeerRequest& request) override {
    auto hop = request;
    for (int left = request.redirects;; --left) {
      auto answer = ask_once(hop);
      if (!answer || request.method != "GET" || left <= 0) return answer;
      if (answer->status < 301 || answer->status > 308 || answer->header("location").empty()) return answer;
      const std::unique_ptr<CURLU, Closing> url(curl_url());
      if (curl_url_set(url.get(), CURLUPART_URL, hop.url.c_str(), 0) != CURLUE_OK ||
          curl_url_set(url.get(), CURLUPART_URL, std::string(answer->header("location")).c_str(), 0) !=
              CURLUE_OK) {
        return answer;
      }
      hop.url = part_of(url.get(), CURLUPART_URL);
    }
  }

  void stop() override { stopping_ = true; }

 private:
  Result<PeerAnswer> ask_once(const PeerRequest& request) const {
    const auto may_be_private = place(request.url);
    if (!may_be_private) return std::unexpected(may_be_private.error());
    const std::unique_ptr<CURL, Closing> curl(curl_easy_init());
    Under under{.stopping = &stopping_, .most_bytes = request.most_bytes, .may_be_private = *may_be_private};
    char error[CURL_ERROR_SIZE] = "";
    const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, *may_be_private ? "http,https" : "https");
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_ERRORBUFFER, error);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(kPeerConnects.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.within.count()));
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_ACCEPT_ENCODING, "");
    set(CURLOPT_USERAGENT, options_.user_agent.c_str());
    set(CURLOPT_OPENSOCKETFUNCTION, connect_to);
    set(CURLOPT_OPENSOCKETDATA, &under);
    set(CURLOPT_WRITEFUNCTION, take_body);
    set(CURLOPT_WRITEDATA, &under);
    set(CURLOPT_HEADERFUNCTION, take_header);
    set(CURLOPT_HEADERDATA, &under);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, watch);
    set(CURLOPT_XFERINFODATA, &under);
    if (request.method != "GET") {
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      set(CURLOPT_POSTFIELDS, request.body.data());
      set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
    // "Expect: 100-continue" only delays what is small.
    std::unique_ptr<curl_slist, Closing> headers(curl_slist_append(nullptr, "Expect:"));
    // libcurl would call an empty body a form.
    if (request.body.empty()) headers.reset(curl_slist_append(headers.release(), "Content-Type:"));
    for (const auto& header : request.headers) {
      const auto line = header.name + ": " + header.value;
      if (line.find_first_of("\r\n") != std::string::npos) {
        return invalid("headers", "A header of a request to another server holds a line break.");
      }
      headers.reset(curl_slist_append(headers.release(), line.c_str()));
    }
    set(CURLOPT_HTTPHEADER, headers.get());
    const auto code = curl_easy_perform(curl.get());
    if (under.was_private) return forbidden();
    if (under.too_large) {
      return fail(Kind::kTooLarge, "peer-too-large",
                  fmt::format("The other server's answer is longer than {} bytes.", request.most_bytes));
    }
    if (code != CURLE_OK) {
      return fail(Kind::kUnavailable, "peer-away",
                  fmt::format("The other server did not answer: {}.",
                              *error != '\0' ? error : curl_easy_strerror(code)));
    }
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    under.answer.status = static_cast<int>(status);
    return std::move(under.answer);
  }

  // Whether it is one of the private peers; refuses what is no URL to ask.
  Result<bool> place(const std::string& address) const {
    const std::unique_ptr<CURLU, Closing> url(curl_url());
    const bool parsed = curl_url_set(url.get(), CURLUPART_URL, address.c_str(), 0) == CURLUE_OK;
    const auto scheme = part_of(url.get(), CURLUPART_SCHEME), host = part_of(url.get(), CURLUPART_HOST);
    const bool anonymous = part_of(url.get(), CURLUPART_USER).empty();
    if (!parsed || host.empty() || !anonymous || (scheme != "https" && scheme != "http")) {
      return invalid("url", "This is no https address of another server.");
    }
    const auto place = lower(host) + ":" + part_of(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
    if (std::ranges::find(options_.private_peers, place) != options_.private_peers.end()) return true;
    if (scheme != "https") return invalid("url", "Other servers are asked over https only.");
    return false;
  }

  static std::unexpected<Problem> forbidden() {
    return fail(Kind::kForbidden, "peer-forbidden",
                "This address leads into a private network; other servers are asked on the internet only.");
  }

  PeersOptions options_;
  std::atomic<bool> stopping_{false};
};

}  // namespace

std::string_view PeerAnswer::header(std::string_view name) const {
  const auto wanted = lower(name);
  const auto found = std::ranges::find(headers, wanted, &PeerHeader::name);
  return found == headers.end() ? std::string_view() : found->value;
}

std::unique_ptr<Peers> open_peers(PeersOptions options) {
  return std::make_unique<CurlPeers>(std::move(options));
}

}  // namespace nigiwai::outbox
