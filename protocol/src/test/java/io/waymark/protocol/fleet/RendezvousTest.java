package io.waymark.protocol.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RendezvousTest {

  @Test
  void theHashIsTheSameInEveryVersion() {
    // SplitMix64's finalizer of the FNV-1a hash, whose own test vectors are cbf29ce484222325 for
    // the empty text, af63dc4c8601ec8c for "a" and 85944171f73967e8 for "foobar".
    assertThat(Rendezvous.hash("")).isEqualTo(Rendezvous.mix(0xcbf29ce484222325L));
    assertThat(Rendezvous.hash("a")).isEqualTo(Rendezvous.mix(0xaf63dc4c8601ec8cL));
    assertThat(Rendezvous.hash("foobar")).isEqualTo(Rendezvous.mix(0x85944171f73967e8L));
    // The first number of SplitMix64 from seed 0.
    assertThat(Rendezvous.mix(0x9e3779b97f4a7c15L)).isEqualTo(0xe220a8397b1dcdafL);
  }

  @Test
  void theOrderDoesNotDependOnTheOrderGiven() {
    Seeds.forEach(
        200,
        random -> {
          List<String> nodes = nodes(random);
          List<String> order = Rendezvous.order("key" + random.nextInt(), nodes);
          assertThat(order).containsExactlyInAnyOrderElementsOf(nodes);
          String key = "key" + random.nextInt();
          order = Rendezvous.order(key, nodes);
          Collections.shuffle(nodes, random);
          assertThat(Rendezvous.order(key, nodes)).isEqualTo(order);
        });
  }

  @Test
  void withoutANodeTheOthersStandAsTheyStood() {
    Seeds.forEach(
        200,
        random -> {
          List<String> nodes = nodes(random);
          String key = "key" + random.nextInt();
          List<String> expected = new ArrayList<>(Rendezvous.order(key, nodes));
          String gone = nodes.remove(random.nextInt(nodes.size()));
          expected.remove(gone);
          assertThat(Rendezvous.order(key, nodes)).isEqualTo(expected);
        });
  }

  private static List<String> nodes(Random random) {
    List<String> nodes = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(10); i++) {
      nodes.add("n" + i);
    }
    return nodes;
  }
}
