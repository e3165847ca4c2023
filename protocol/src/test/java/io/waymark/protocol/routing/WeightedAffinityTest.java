package io.waymark.protocol.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.waymark.protocol.net.Client;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.Affinity;
import io.waymark.protocol.profile.RoutingMethod;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WeightedAffinityTest {
  private static final int NETWORKS = 60_000;

  private final Trees trees =
      new Trees()
          .profile(
              "w",
              RoutingMethod.WEIGHTED,
              "a=192.0.2.1",
              "b=192.0.2.2",
              "c=192.0.2.3",
              "d=192.0.2.4")
          .returning("w", 2, Affinity.CLIENT);

  @Test
  void keepsAClientNetworkOnItsEndpoint() {
    Compiled compiled = trees.compile("w");
    String first = choose(compiled, "198.51.100.7", 32);
    for (int host = 0; host < 256; host++) {
      assertThat(choose(compiled, "198.51.100." + host, 32)).isEqualTo(first);
    }
    assertThat(choose(compiled, "198.51.100.0", 24)).isEqualTo(first);
    String six = choose(compiled, "2001:db8:1:200::1", 128);
    assertThat(choose(compiled, "2001:db8:1:2ff:ffff::", 128)).isEqualTo(six);
  }

  @Test
  void answersTheScopeItLookedAt() {
    Compiled compiled = trees.compile("w");
    assertThat(scope(compiled, "198.51.100.7", 32)).isEqualTo(24);
    assertThat(scope(compiled, "198.51.0.0", 16)).isEqualTo(16);
    assertThat(scope(compiled, "2001:db8::1", 128)).isEqualTo(56);
    assertThat(scope(compiled, "2001:db8::", 32)).isEqualTo(32);
  }

  @Test
  void sharesTheNetworksByWeight() {
    Map<String, Integer> shares = shares(trees.compile("w"));
    double total = 10;
    assertThat(shares.getOrDefault("a", 0) / (double) NETWORKS).isCloseTo(1 / total, within(0.01));
    assertThat(shares.getOrDefault("b", 0) / (double) NETWORKS).isCloseTo(2 / total, within(0.01));
    assertThat(shares.getOrDefault("c", 0) / (double) NETWORKS).isCloseTo(3 / total, within(0.01));
    assertThat(shares.getOrDefault("d", 0) / (double) NETWORKS).isCloseTo(4 / total, within(0.01));
  }

  @Test
  void losingAnEndpointMovesItsShareAloneAndSpreadsItByWeight() {
    Compiled before = trees.compile("w");
    Compiled after = trees.down("w", "d").compile("w");
    Map<String, Integer> moved = new HashMap<>();
    for (int network = 0; network < NETWORKS; network++) {
      String was = choose(before, network);
      String is = choose(after, network);
      if (was.equals("d")) {
        moved.merge(is, 1, Integer::sum);
      } else {
        assertThat(is).isEqualTo(was);
      }
    }
    double all = moved.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(all / NETWORKS).isCloseTo(0.4, within(0.01));
    assertThat(moved.getOrDefault("a", 0) / all).isCloseTo(1 / 6.0, within(0.015));
    assertThat(moved.getOrDefault("b", 0) / all).isCloseTo(2 / 6.0, within(0.015));
    assertThat(moved.getOrDefault("c", 0) / all).isCloseTo(3 / 6.0, within(0.015));
  }

  @Test
  void twoProfilesDoNotSendANetworkTheSameWay() {
    trees
        .profile(
            "x", RoutingMethod.WEIGHTED, "a=192.0.2.1", "b=192.0.2.2", "c=192.0.2.3", "d=192.0.2.4")
        .returning("x", 2, Affinity.CLIENT);
    Compiled w = trees.compile("w");
    Compiled x = trees.compile("x");
    int same = 0;
    for (int network = 0; network < NETWORKS; network++) {
      same += choose(w, network).equals(choose(x, network)) ? 1 : 0;
    }
    // Independent choices agree with probability .1² + .2² + .3² + .4².
    assertThat(same / (double) NETWORKS).isCloseTo(0.3, within(0.01));
  }

  private static Map<String, Integer> shares(Compiled compiled) {
    Map<String, Integer> shares = new HashMap<>();
    for (int network = 0; network < NETWORKS; network++) {
      shares.merge(choose(compiled, network), 1, Integer::sum);
    }
    return shares;
  }

  private static String choose(Compiled compiled, int network) {
    return choose(compiled, IpAddress.v4(network << 8).toString(), 32);
  }

  private static String choose(Compiled compiled, String address, int bits) {
    return compiled.leaves().get(decide(compiled, address, bits).leaf(0)).endpoint().name();
  }

  private static int scope(Compiled compiled, String address, int bits) {
    return decide(compiled, address, bits).scope();
  }

  private static Decision decide(Compiled compiled, String text, int bits) {
    IpAddress address = IpAddress.parse(text);
    Client client = new Client();
    client.set(address.v6(), address.high(), address.low(), bits);
    Decision decision = new Decision();
    compiled.plan().decide(1, client, () -> 0, Trace.NONE, decision);
    return decision;
  }
}
