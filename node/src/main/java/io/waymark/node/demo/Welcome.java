package io.waymark.node.demo;

import io.waymark.node.settings.NodeSettings.Identity;
import io.waymark.node.settings.NodeSettings.Listen;
import java.net.InetSocketAddress;
import java.util.stream.Collectors;

/** What the demo says once everything runs: what there is, and what to try. */
final class Welcome {
  private Welcome() {}

  static String text(
      Identity identity,
      InetSocketAddress dns,
      InetSocketAddress http,
      SampleEndpoints endpoints,
      DemoDirectory directory) {
    return """
    Waymark demo
      name server  %1$s (%2$s)  DNS %3$s:%4$d  HTTP http://%5$s
      endpoints    %6$s
      profiles     shop.%7$s  Priority: eu, then us, then ap
                   api.%7$s   Weighted: eu 50, us 30, ap 20
      data         %8$s%9$s
      admin token  %10$s

    Try
      dig @%3$s -p %4$d shop.%7$s
      for i in 1 2 3 4 5; do dig +short @%3$s -p %4$d api.%7$s; done
      curl -H "Authorization: Bearer $(cat '%10$s')" http://%5$s/v1/profiles/shop/health

    %11$s
    Type 'off eu', wait a moment, and ask for shop.%7$s again.\
    """
        .formatted(
            identity.name(),
            identity.region(),
            dns.getAddress().getHostAddress(),
            dns.getPort(),
            Listen.of(http),
            endpoints.all().stream()
                .map(endpoint -> endpoint.name() + " http://" + Listen.of(endpoint.address()))
                .collect(Collectors.joining("  ")),
            DemoNode.ZONE,
            directory.path(),
            directory.temporary() ? " (removed at the end)" : "",
            directory.token(),
            DemoConsole.HELP);
  }
}
