// GET /metrics: what the rooms of the house count, in Prometheus' text form.
#pragma once

#include <prometheus/metric_type.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace nigiwai::server {

class Metrics {
 public:
  using Labels = std::map<std::string, std::string>;
  // `read` is called at each scrape, on a loop: it must be quick and safe from any thread.
  void counter(std::string name, std::string help, std::function<double()> read, Labels labels = {});
  void gauge(std::string name, std::string help, std::function<double()> read, Labels labels = {});

  std::string text() const;

 private:
  void add(prometheus::MetricType type, std::string name, std::string help, std::function<double()> read,
           Labels labels);
  struct Reading {
    std::function<double()> read;
    Labels labels;
  };
  struct Family {
    prometheus::MetricType type;
    std::string name, help;
    std::vector<Reading> readings;
  };
  std::vector<Family> families_;
};

}  // namespace nigiwai::server
