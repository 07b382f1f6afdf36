#include "server/metrics.h"

#include <prometheus/text_serializer.h>

#include <algorithm>

namespace nigiwai::server {

void Metrics::counter(std::string name, std::string help, std::function<double()> read, Labels labels) {
  add(prometheus::MetricType::Counter, std::move(name), std::move(help), std::move(read), std::move(labels));
}

void Metrics::gauge(std::string name, std::string help, std::function<double()> read, Labels labels) {
  add(prometheus::MetricType::Gauge, std::move(name), std::move(help), std::move(read), std::move(labels));
}

void Metrics::add(prometheus::MetricType type, std::string name, std::string help,
                  std::function<double()> read, Labels labels) {
  auto family =
      std::find_if(families_.begin(), families_.end(), [&](const auto& one) { return one.name == name; });
  if (family == families_.end()) {
    families_.push_back({type, std::move(name), std::move(help), {}});
    family = families_.end() - 1;
  }
  family->readings.push_back({std::move(read), std::move(labels)});
}

std::string Metrics::text() const {
  std::vector<prometheus::MetricFamily> made;
  for (const auto& family : families_) {
    prometheus::MetricFamily shown{family.name, family.help, family.type, {}};
    for (const auto& reading : family.readings) {
      prometheus::ClientMetric metric;
      for (const auto& [name, value] : reading.labels) metric.label.push_back({name, value});
      (family.type == prometheus::MetricType::Counter ? metric.counter.value : metric.gauge.value) =
          reading.read();
      shown.metric.push_back(std::move(metric));
    }
    made.push_back(std::move(shown));
  }
  return prometheus::TextSerializer().Serialize(made);
}

}  // namespace nigiwai::server
