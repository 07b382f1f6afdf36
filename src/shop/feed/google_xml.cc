// Google's feeds as XML: RSS 2.0 (<item>) and Atom (<entry>), read as a stream of elements.
//
// libxml2 reads them with its limits on, without network, without declared entities and without a DTD. A feed
// that is not well-formed is read on, as browsers do, and the items in which it was not are refused.
#include <fmt/format.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "shop/feed/google.h"

namespace nigiwai::shop::feed {
namespace {

constexpr std::size_t kMostInElement =
    256 * 1024;  // bytes of one attribute's text; a description has 5,000 characters
constexpr std::size_t kMostAttributes = 300;  // of one item
constexpr int kChunk = 1 << 16;

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

// What a document declares is kept beside the context, although nothing of it is used.
void forget(xmlParserCtxtPtr context) {
  if (context == nullptr) return;
  if (context->myDoc != nullptr) xmlFreeDoc(context->myDoc);
  xmlFreeParserCtxt(context);
}

class Reading {
 public:
  explicit Reading(const FeedRules& rules) : items_(rules) {}

  Parsed read(std::string_view text);

 private:
  static Reading& of(void* reading) { return *static_cast<Reading*>(reading); }
  static void started(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri, int,
                      const xmlChar**, int, int, const xmlChar** attributes);
  static void ended(void* context, const xmlChar* name, const xmlChar*, const xmlChar*);
  static void text_came(void* context, const xmlChar* text, int length);
  static void went_wrong(void* context, xmlErrorPtr error);

  std::size_t line() const {
    return context_->input == nullptr ? 1 : static_cast<std::size_t>(std::max(context_->input->line, 1));
  }
  void start(std::string_view name);
  void end(std::string_view name);

  GoogleItems items_;
  xmlParserCtxtPtr context_ = nullptr;
  int depth_ = 0;       // of elements that are open
  int item_depth_ = 0;  // of the item that is open, or 0
  std::size_t item_line_ = 0;
  std::string item_fault_;
  std::vector<Attribute> item_;
  std::string value_;
  std::string href_;
  bool told_ = false;  // that the feed is not well-formed
};

void Reading::started(void* context, const xmlChar* name, const xmlChar*, const xmlChar*, int,
                      const xmlChar**, int count, int, const xmlChar** attributes) {
  auto& reading = of(context);
  reading.href_.clear();
  // Atom's <link href="…">: each attribute is name, prefix, URI, and where its value starts and ends.
  for (int i = 0; i < count; ++i) {
    if (view(attributes[i * 5]) != "href") continue;
    const auto* from = reinterpret_cast<const char*>(attributes[i * 5 + 3]);
    reading.href_.assign(from, reinterpret_cast<const char*>(attributes[i * 5 + 4]));
  }
  reading.start(view(name));
}

void Reading::start(std::string_view name) {
  ++depth_;
  if (item_depth_ == 0) {
    if (name != "item" && name != "entry") return;
    item_depth_ = depth_;
    item_line_ = line();
    item_fault_.clear();
    item_.clear();
    return;
  }
  // What stands deeper (a price within <g:shipping>) belongs to the attribute that it stands in.
  if (depth_ == item_depth_ + 1) {
    value_.clear();
  } else {
    value_ += ' ';
  }
}

void Reading::ended(void* context, const xmlChar* name, const xmlChar*, const xmlChar*) {
  of(context).end(view(name));
}

void Reading::end(std::string_view name) {
  if (item_depth_ > 0 && depth_ == item_depth_ + 1) {
    if (item_.size() < kMostAttributes) {
      item_.push_back({attribute_name(name), value_.empty() ? href_ : std::move(value_)});
    } else {
      item_fault_ = "This item has too many attributes.";
    }
    value_.clear();
  } else if (item_depth_ > 0 && depth_ == item_depth_) {
    if (item_fault_.empty()) {
      items_.add(item_line_, item_);
    } else {
      items_.refuse(item_line_, "", item_fault_);
    }
    item_depth_ = 0;
  }
  --depth_;
}

void Reading::text_came(void* context, const xmlChar* text, int length) {
  auto& reading = of(context);
  if (reading.item_depth_ == 0 || reading.depth_ <= reading.item_depth_) return;
  if (reading.value_.size() + static_cast<std::size_t>(length) > kMostInElement) {
    reading.item_fault_ = "This item has a text that is too long.";
    return;
  }
  reading.value_.append(reinterpret_cast<const char*>(text), static_cast<std::size_t>(length));
}

void Reading::went_wrong(void* context, xmlErrorPtr error) {
  // Feeds that forget to declare the g: prefix are read all the same.
  if (error->domain == XML_FROM_NAMESPACE || error->level == XML_ERR_WARNING) return;
  auto& reading = of(context);
  // The library cuts its message after so many bytes, be it within a character.
  auto why = mended_utf8(error->message == nullptr ? "" : error->message);
  while (!why.empty() && (why.back() == '\n' || why.back() == ' ' || why.back() == '.')) why.pop_back();
  why = fmt::format("This is not well-formed XML (line {}): {}.", reading.line(), why);
  if (reading.item_depth_ > 0) {
    if (reading.item_fault_.empty()) reading.item_fault_ = why;
    reading.told_ = true;
  } else if (!std::exchange(reading.told_, true)) {
    // Between items it is told once: the rest follows from it.
    reading.items_.refuse(reading.line(), "", why);
  }
}

Parsed Reading::read(std::string_view text) {
  xmlSAXHandler sax{};
  sax.initialized = XML_SAX2_MAGIC;
  sax.startElementNs = &Reading::started;
  sax.endElementNs = &Reading::ended;
  sax.characters = &Reading::text_came;
  sax.cdataBlock = &Reading::text_came;
  sax.serror = [](void* context, xmlErrorPtr error) { went_wrong(context, error); };
  // The reading stands for the context in every call: libxml2 then looks up no entity that a document
  // declares.
  const std::unique_ptr<xmlParserCtxt, decltype(&forget)> context(
      xmlCreatePushParserCtxt(&sax, this, nullptr, 0, nullptr), &forget);
  CHECK(context != nullptr, "libxml2 has memory for a parser");
  context_ = context.get();
  // The text is UTF-8 by now, whatever its first line says.
  xmlCtxtUseOptions(context_, XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_IGNORE_ENC);
  xmlSwitchEncoding(context_, XML_CHAR_ENCODING_UTF8);
  for (std::size_t at = 0; at < text.size(); at += kChunk) {
    const auto chunk = text.substr(at, kChunk);
    xmlParseChunk(context_, chunk.data(), static_cast<int>(chunk.size()), 0);
  }
  xmlParseChunk(context_, nullptr, 0, 1);
  if (item_depth_ > 0) {
    items_.refuse(item_line_, "", item_fault_.empty() ? "This item is never closed." : item_fault_);
  }
  return items_.finish();
}

}  // namespace

Parsed parse_google_xml(std::string_view text, const FeedRules& rules) { return Reading(rules).read(text); }

}  // namespace nigiwai::shop::feed
