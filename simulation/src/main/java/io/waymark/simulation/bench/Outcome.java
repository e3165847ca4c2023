package io.waymark.simulation.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What one comparison came to.
 *
 * @param title what was compared
 * @param samples in the order in which they were taken
 * @param ratios which of them are told
 * @param heapBytes heap in use after a full collection, of the servers that have one
 * @param notes what else there is to say
 */
record Outcome(
    String title,
    List<Sample> samples,
    Ratios ratios,
    Map<String, Long> heapBytes,
    List<String> notes) {

  /** What is divided by what. */
  enum Ratios {
    FIRST_TO_OTHERS,
    OTHERS_TO_FIRST
  }

  /** Processor time per query, by what is compared: {@code one / other}. */
  Map<String, Spread> processorRatios() {
    Map<String, Spread> told = new LinkedHashMap<>();
    String first = servers().getFirst();
    for (String other : servers().subList(1, servers().size())) {
      switch (ratios) {
        case FIRST_TO_OTHERS -> told.put(first + " / " + other, ratio(first, other));
        case OTHERS_TO_FIRST -> told.put(other + " / " + first, ratio(other, first));
      }
    }
    return told;
  }

  /** The servers, in the order in which they were driven. */
  List<String> servers() {
    return samples.stream().map(Sample::server).distinct().toList();
  }

  /** The spread of one figure of one server over the rounds. */
  Spread spread(String server, ToDoubleFunction<Sample> figure) {
    return Spread.of(of(server).stream().mapToDouble(figure).toArray());
  }

  /** Round by round, processor time per query of one server over that of another. */
  private Spread ratio(String of, String to) {
    List<Sample> above = of(of);
    List<Sample> below = of(to);
    double[] ratios = new double[above.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = above.get(i).cpuMicros() / below.get(i).cpuMicros();
    }
    return Spread.of(ratios);
  }

  List<Sample> of(String server) {
    return samples.stream().filter(sample -> sample.server().equals(server)).toList();
  }
}
