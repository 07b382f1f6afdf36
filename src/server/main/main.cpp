// nigiwai: the command line.
#include <CLI/CLI.hpp>
#include <iostream>

#include "base/log.h"
#include "server/commands.h"
#include "server/insight_commands.h"
#include "server/mention_commands.h"
#include "server/serve.h"

namespace {

// A problem on the command line is one sentence and exit code 1.
int ended(const nigiwai::Result<void>& result) {
  if (result) return 0;
  const auto& problem = result.error();
  std::cerr << "nigiwai: " << problem.detail << (problem.field.empty() ? "" : " (" + problem.field + ")") << "\n";
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace nigiwai;
  CLI::App app{"nigiwai, live commerce on your own server"};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("nigiwai ") + server::version());

  server::Options options;
  auto* serve = app.add_subcommand("serve", "Runs the server until it is told to stop (SIGINT, SIGTERM)");
  serve->add_option("--data", options.data, "Folder that holds everything; made when it is not there")
      ->envname("NIGIWAI_DATA")
      ->required();
  serve->add_option("--listen", options.listen, "HTTP, as HOST:PORT")->envname("NIGIWAI_LISTEN")->capture_default_str();
  serve->add_option("--rtmp", options.rtmp, "RTMP, as HOST:PORT")->envname("NIGIWAI_RTMP")->capture_default_str();
  serve->add_option("--srt", options.srt, "SRT, as HOST:PORT")->envname("NIGIWAI_SRT")->capture_default_str();
  serve->add_option("--public-url", options.public_url, "The address that visitors use, such as https://shop.example")
      ->envname("NIGIWAI_PUBLIC_URL");
  serve->add_option("--trusted-proxy", options.trusted_proxies, "CIDR of a proxy whose X-Forwarded-For is believed")
      ->envname("NIGIWAI_TRUSTED_PROXY");
  serve->add_option("--smtp", options.smtp, "smtp://user:password@host:port, for mail")->envname("NIGIWAI_SMTP");
  serve->add_option("--allow-private-peer", options.allowed_private_peers,
                    "HOST:PORT in a private network that may be called; for tests only")
      ->envname("NIGIWAI_ALLOW_PRIVATE_PEER");
  serve->add_flag("--debug", options.debug, "Logs more")->envname("NIGIWAI_DEBUG");

  std::string data, email, name, file;
  const auto data_option = [&](CLI::App* command) {
    command->add_option("--data", data, "The server's data folder")->envname("NIGIWAI_DATA")->required();
  };
  auto* owner = app.add_subcommand("owner", "Makes an owner, or gives one a new password, read from standard input");
  owner->add_option("EMAIL", email, "Mail address to sign in with")->required();
  owner->add_option("--name", name, "Name that others see");
  data_option(owner);

  auto* backup = app.add_subcommand("backup", "Writes a consistent copy of the database to FILE, also while serving");
  backup->add_option("FILE", file, "File to write; must not be there yet")->required();
  data_option(backup);

  auto* rebuild = app.add_subcommand("rebuild", "Makes the figures again from the journal, and compares");
  bool check = false;
  rebuild->add_flag("--check", check, "Only compares; also while serving");
  data_option(rebuild);

  server::RecordingToImport recording;
  auto* import = app.add_subcommand("import", "Brings in what another tool made");
  import->require_subcommand(1);
  auto* import_recording = import->add_subcommand("recording", "A video of a past show, with what happened in it");
  import_recording->add_option("FILE", recording.movie, "MP4 with H.264 and AAC")->required();
  import_recording->add_option("--timeline", recording.timeline, "JSON lines: {\"at\", \"kind\", \"by\", \"data\"}");
  import_recording->add_option("--title", recording.title, "Title of the show")->required();
  import_recording->add_option("--description", recording.description, "What the show is about");
  import_recording->add_option("--at", recording.at, "When it was on air (RFC 3339); now when not said");
  import_recording->add_option("--cast", recording.cast, "Handles of those on screen")->delimiter(',');
  import_recording->add_option("--shelf", recording.shelf, "Ids of its products, in order")->delimiter(',');
  data_option(import_recording);

  auto* import_products = import->add_subcommand(
      "products", "A feed: Google Merchant XML or table, Shopify's product CSV, or our JSON; also while serving");
  bool as_json = false;
  import_products->add_option("FILE", file, "The feed")->required();
  import_products->add_flag("--json", as_json, "Writes the report as JSON");
  data_option(import_products);

  auto* mentions = app.add_subcommand("mentions", "What people say about us elsewhere");
  mentions->require_subcommand(1);
  auto* spikes = mentions->add_subcommand("spikes", "Prints the timestamps at which a count suddenly rises, one a line");
  bool scores = false;
  spikes->add_option("FILE", file, "CSV with the columns timestamp and value; - reads standard input")->required();
  spikes->add_flag("--scores", scores, "Prints every timestamp with its score from 0 to 1; from 0.5 on it is a spike");
  server::MentionsToImport said;
  auto* import_mentions = mentions->add_subcommand("import", "An export of mentions, CSV or JSON lines; also while serving");
  import_mentions->add_option("FILE", said.file, "The export")->required();
  import_mentions->add_option("--network", said.network, "The network of rows that do not name theirs, such as x");
  import_mentions->add_flag("--json", said.as_json, "Writes the report as JSON");
  data_option(import_mentions);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  }
  set_log_level(options.debug ? LogLevel::kDebug : LogLevel::kInfo);
  if (*serve) return ended(server::serve(options));
  if (*owner) return ended(server::owner(data, email, name));
  if (*backup) return ended(server::backup(data, file));
  if (*rebuild) return ended(server::rebuild(data, check ? server::Rebuild::kCheck : server::Rebuild::kReplace));
  if (*import_products) {
    return ended(server::import_products(data, file, as_json ? server::ReportAs::kJson : server::ReportAs::kText));
  }
  if (*spikes) {
    return ended(server::find_spikes(file, scores ? social::SpikesAs::kScores : social::SpikesAs::kTimestamps));
  }
  if (*import_mentions) return ended(server::import_mentions(data, said));
  return ended(server::import_recording(data, recording));
}
