package io.waymark.node.demo;

import io.waymark.node.demo.SampleProfiles.Sample;
import io.waymark.node.settings.NodeSettings;
import io.waymark.node.settings.NodeSettings.Listen;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the demo says once everything runs: what there is, and what to try. */
final class Welcome {
  private Welcome() {}

  static String text(
      List<NodeSettings> nodes,
      SampleEndpoints endpoints,
      List<Sample> samples,
      DemoDirectory directory) {
    Listen dns = nodes.getFirst().dns().listen().getFirst();
    return """
    Waymark demo
      name servers %1$s
      endpoints    %2$s
      profiles     %3$s
      data         %4$s%5$s
      admin token  %6$s

    Try
      dig +short @%7$s -p %8$d shop.%9$s
      for i in 1 2 3 4 5; do dig +short @%10$s -p %8$d api.%9$s; done
      dig +short +subnet=202.12.27.0/24 @%7$s -p %8$d near.%9$s       # for a client in Japan
      dig +short +subnet=193.0.14.0/24 @%7$s -p %8$d place.%9$s       # in the Netherlands
      dig +short +subnet=198.51.100.0/24 @%7$s -p %8$d office.%9$s   # in the office
      curl -H "Authorization: Bearer $(cat '%6$s')" http://%11$s/v1/profiles/shop/health
      curl -H "Authorization: Bearer $(cat '%6$s')" http://%11$s/v1/nodes

    %12$s
    Type 'off eu', wait a moment, and ask for shop.%9$s again.\
    """
        .formatted(
            lines(
                nodes,
                node ->
                    "%s (%s)  DNS %s  HTTP http://%s"
                        .formatted(
                            node.node().name(),
                            node.node().region(),
                            node.dns().listen().getFirst(),
                            node.admin().listen())),
            endpoints.all().stream()
                .map(endpoint -> endpoint.name() + " http://" + Listen.of(endpoint.address()))
                .collect(Collectors.joining("  ")),
            lines(
                samples,
                sample -> "%s.%s  %s".formatted(sample.name(), DemoNode.ZONE, sample.about())),
            directory.path(),
            directory.temporary() ? " (removed at the end)" : "",
            directory.token(),
            dns.address(),
            dns.port(),
            DemoNode.ZONE,
            nodes.getLast().dns().listen().getFirst().address(),
            nodes.getFirst().admin().listen(),
            DemoConsole.HELP);
  }

  private static <T> String lines(List<T> all, Function<T, String> line) {
    return all.stream().map(line).collect(Collectors.joining("\n               "));
  }
}
