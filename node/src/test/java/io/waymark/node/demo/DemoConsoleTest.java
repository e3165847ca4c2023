package io.waymark.node.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.demo.SampleEndpoint.Mode;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DemoConsoleTest {
  private final SampleEndpoints endpoints;
  private final AdminClient admin;
  private final StringWriter out = new StringWriter();
  private final AtomicInteger quits = new AtomicInteger();

  DemoConsoleTest() throws Exception {
    endpoints = SampleEndpoints.start(0);
    // Answers, but is no node.
    admin = new AdminClient(endpoints.all().getFirst().address(), "secret");
  }

  @AfterEach
  void stop() {
    admin.close();
    endpoints.close();
  }

  @Test
  void switchesEndpoints() throws Exception {
    type("off eu\nslow us\noff ap\non ap\n");

    assertThat(endpoints.all())
        .extracting(SampleEndpoint::mode)
        .containsExactly(Mode.OFF, Mode.SLOW, Mode.ON);
    assertThat(out.toString())
        .contains("eu is off at 127.0.0.11:" + endpoints.port(), "us is slow at 127.0.0.12:");
  }

  @Test
  void goesOnAfterWhatItDoesNotKnowAndAfterTheEnd() throws Exception {
    type("off mars\nbogus\n\nhelp");

    assertThat(out.toString())
        .contains("no endpoint is called mars; there are eu, us, ap", "unknown: bogus\nCommands");
    assertThat(quits).hasValue(0);
  }

  @Test
  void quitsWhenTold() throws Exception {
    type("quit\n");

    assertThat(quits).hasValue(1);
  }

  @Test
  void showsTheStateOfEndpointsEvenWhereTheNodeRefuses() throws Exception {
    type("off eu\nstatus\n");

    assertThat(out.toString())
        .contains("eu is off", "us is on", "ap is on", "shop: GET http://", ": 404 try");
  }

  private void type(String lines) throws Exception {
    new DemoConsole(
            endpoints, admin, List.of("shop"), new PrintWriter(out, true), quits::incrementAndGet)
        .read(new BufferedReader(new StringReader(lines)));
  }
}
