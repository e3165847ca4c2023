package io.waymark.node.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Series and where each is read, in Prometheus' text format. Safe for use by many threads. */
final class Exposition {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /**
   * Adds a series.
   *
   * @param value read at each scrape, by the thread that scrapes
   */
  void add(Series series, DoubleSupplier value) {
    Metric metric = series.metric();
    // Micrometer's own form has dots; by ".info" it knows what to print without touching the name.
    String name = metric.title().replace('_', '.');
    // It holds the object weakly and the function strongly; this one lives as long as both.
    if (metric.counter()) {
      FunctionCounter.builder(name, this, _ -> value.getAsDouble())
          .description(metric.help())
          .tags(tags(series))
          .register(registry);
    } else {
      Gauge.builder(name, this, _ -> value.getAsDouble())
          .description(metric.help())
          .tags(tags(series))
          .register(registry);
    }
  }

  private static List<Tag> tags(Series series) {
    List<String> labels = series.metric().labels();
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      tags.add(Tag.of(labels.get(i), series.values().get(i)));
    }
    return tags;
  }

  /** All series with their present values: Prometheus' text format 0.0.4. */
  String text() {
    return registry.scrape();
  }
}
