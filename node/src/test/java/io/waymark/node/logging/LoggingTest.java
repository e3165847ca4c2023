package io.waymark.node.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.node.ChildJvm;
import io.waymark.node.settings.NodeSettings.Log;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.event.Logging.Warning;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LoggingTest {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ ";

  private final LoggerContext context = new LoggerContext();

  @Test
  void writesOneLineForPeople() {
    assertThat(encode(false, event("eu is {}\nWARN forged", "down")))
        .matches(TIME + "WARN  Prober: eu is down WARN forged\n");
  }

  @Test
  void writesOneObjectForMachines() throws Exception {
    LoggingEvent event = event("eu is {}\n", "\"down\"");
    event.setThrowableProxy(
        new ch.qos.logback.classic.spi.ThrowableProxy(new IllegalStateException("lost")));

    String line = encode(true, event);

    assertThat(line).endsWith("}\n").doesNotContainPattern("\n.");
    JsonNode object = new ObjectMapper().readTree(line);
    assertThat(object.path("time").asText()).isEqualTo("1970-01-01T00:00:01.500Z");
    assertThat(object.path("level").asText()).isEqualTo("WARN");
    assertThat(object.path("logger").asText()).isEqualTo("io.waymark.node.prober.Prober");
    assertThat(object.path("message").asText()).isEqualTo("eu is \"down\"\n");
    assertThat(object.path("error").asText()).startsWith("java.lang.IllegalStateException: lost");
  }

  @Test
  void isQuietAtTheStartAndOnStandardErrorAlone() throws Exception {
    try (ChildJvm child = ChildJvm.start(Speaks.class)) {
      assertThat(child.exitCode()).isZero();

      assertThat(child.rest()).isEmpty();
      assertThat(child.errors())
          .satisfiesExactly(
              line ->
                  assertThat(line)
                      .matches(TIME + "INFO  LoggingTest\\$Speaks: before the settings"),
              line -> assertThat(line).contains("\"message\":\"from info on\""),
              line ->
                  assertThat(line)
                      .contains("\"level\":\"WARN\"", "\"logger\":\"", "\"message\":\"of Pekko\""));
    }
  }

  private String encode(boolean json, LoggingEvent event) {
    return new String(Logging.encoder(context, json).encode(event), StandardCharsets.UTF_8);
  }

  private LoggingEvent event(String message, Object... arguments) {
    LoggingEvent event =
        new LoggingEvent(
            "test",
            context.getLogger("io.waymark.node.prober.Prober"),
            Level.WARN,
            message,
            null,
            arguments);
    event.setTimeStamp(1_500);
    return event;
  }

  static final class Speaks {
    public static void main(String[] args) throws Exception {
      LoggerFactory.getLogger(Speaks.class).info("before the settings");
      LoggerFactory.getLogger(Speaks.class).debug("before the settings");
      Logging.configure(new Log("info", true));
      LoggerFactory.getLogger(Speaks.class).atInfo().log("from info on");
      LoggerFactory.getLogger(Speaks.class).debug("below the level");
      ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "quiet");
      Adapter.toClassic(system)
          .eventStream()
          .publish(new Warning("test", Speaks.class, "of Pekko"));
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
    }
  }
}
