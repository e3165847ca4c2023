package io.waymark.node.demo;

import java.util.Locale;

/** What a line on standard input asks of the demo. */
sealed interface Order {
  /** Puts an endpoint into a mode. */
  record Switch(String endpoint, SampleEndpoint.Mode mode) implements Order {}

  /** Ends a name server as a crash does. */
  record Kill(String node) implements Order {}

  /** Starts a name server that was killed. */
  record Start(String node) implements Order {}

  /** Shows what runs, and what the nodes think of the endpoints. */
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
      String name = words.substring(space + 1);
      return switch (words.substring(0, space)) {
        case "on" -> new Switch(name, SampleEndpoint.Mode.ON);
        case "off" -> new Switch(name, SampleEndpoint.Mode.OFF);
        case "slow" -> new Switch(name, SampleEndpoint.Mode.SLOW);
        case "kill" -> new Kill(name);
        case "start" -> new Start(name);
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
