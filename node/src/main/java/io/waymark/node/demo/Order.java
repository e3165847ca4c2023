package io.waymark.node.demo;

import java.util.Locale;

/** What a line on standard input asks of the demo. */
sealed interface Order {
  /** Puts an endpoint into a mode. */
  record Switch(String endpoint, SampleEndpoint.Mode mode) implements Order {}

  /** Shows what runs, and what the node thinks of the endpoints. */
  record Status() implements Order {}

  record Help() implements Order {}

  record Quit() implements Order {}

  /** A blank line. */
  record Nothing() implements Order {}

  record Unknown(String line) implements Order {}

  /** Reads a line; words in any case, any space between them. */
  static Order parse(String line) {
    String words = line.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    int space = words.indexOf(' ');
    if (space >= 0) {
      String endpoint = words.substring(space + 1);
      return switch (words.substring(0, space)) {
        case "on" -> new Switch(endpoint, SampleEndpoint.Mode.ON);
        case "off" -> new Switch(endpoint, SampleEndpoint.Mode.OFF);
        case "slow" -> new Switch(endpoint, SampleEndpoint.Mode.SLOW);
        default -> new Unknown(line.strip());
      };
    }
    return switch (words) {
      case "" -> new Nothing();
      case "status" -> new Status();
      case "help", "?" -> new Help();
      case "quit", "exit" -> new Quit();
      default -> new Unknown(line.strip());
    };
  }
}
