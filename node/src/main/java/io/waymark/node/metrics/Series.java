package io.waymark.node.metrics;

import java.util.List;

/**
 * One line of a metric: the metric and the values of its labels.
 *
 * @param values in the order of {@link Metric#labels}
 */
record Series(Metric metric, List<String> values) {
  Series {
    if (values.size() != metric.labels().size()) {
      throw new IllegalArgumentException(
          metric.title() + " has the labels " + metric.labels() + ", not values " + values);
    }
  }

  static Series of(Metric metric, String... values) {
    return new Series(metric, List.of(values));
  }
}
