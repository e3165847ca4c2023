package io.waymark.node.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.demo.SampleEndpoint.Mode;
import org.junit.jupiter.api.Test;

final class OrderTest {

  @Test
  void readsEveryCommand() {
    assertThat(Order.parse("off eu")).isEqualTo(new Order.Switch("eu", Mode.OFF));
    assertThat(Order.parse("  ON   Us ")).isEqualTo(new Order.Switch("us", Mode.ON));
    assertThat(Order.parse("slow ap")).isEqualTo(new Order.Switch("ap", Mode.SLOW));
    assertThat(Order.parse("kill us-1")).isEqualTo(new Order.Kill("us-1"));
    assertThat(Order.parse("Start  EU-1")).isEqualTo(new Order.Start("eu-1"));
    assertThat(Order.parse("status")).isEqualTo(new Order.Status());
    assertThat(Order.parse("help")).isEqualTo(new Order.Help());
    assertThat(Order.parse("quit")).isEqualTo(new Order.Quit());
    assertThat(Order.parse(" \t")).isEqualTo(new Order.Nothing());
  }

  @Test
  void knowsWhatItDoesNotKnow() {
    for (String line : new String[] {"off", "of eu", "status now", "kill", "42"}) {
      assertThat(Order.parse(line)).isEqualTo(new Order.Unknown(line));
    }
  }
}
