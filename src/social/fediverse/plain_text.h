// HTML and plain text, one made of the other.
#pragma once

#include <string>
#include <string_view>

namespace nigiwai::social::fediverse {

// What a person would read of `html`: tags gone, paragraphs and breaks as line ends, scripts and styles with
// what is in them gone, character references decoded. UTF-8, never markup: a reader escapes it as any text.
std::string plain_text(std::string_view html);

// The other way, for what we say: escaped, in paragraphs, addresses as links.
std::string html_of(std::string_view text);
std::string escaped_html(std::string_view text);

}  // namespace nigiwai::social::fediverse
