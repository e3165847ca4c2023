package io.waymark.node.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.node.settings.InvalidSettingsException;
import io.waymark.node.settings.NodeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DemoNodeTest {
  private static final DemoNode.PortChoice PORTS = new DemoNode.PortChoice(5300, 8053, 7355);
  private static final Path DIRECTORY = Path.of("/srv/demo");

  @Test
  void hasSettingsFitForLoopback() throws Exception {
    NodeSettings settings = DemoNode.EU.load(PORTS, DIRECTORY, List.of(), null).settings();

    assertThat(settings.node())
        .isEqualTo(
            new NodeSettings.Identity("eu-1", "europe", 52.37, 4.9, DIRECTORY.resolve("eu-1")));
    assertThat(settings.dns().listen())
        .extracting(Object::toString)
        .containsExactly("127.0.0.1:5300");
    assertThat(settings.dns().publishVersions()).isTrue();
    assertThat(settings.dns().drainTime()).isEqualTo(Duration.ZERO);
    assertThat(settings.dns().zones().getFirst().name()).isEqualTo("tm.example");
    assertThat(settings.dns().zones().getFirst().nsAddresses()).containsOnlyKeys("ns1.tm.example");
    assertThat(settings.admin().listen()).hasToString("127.0.0.1:8053");
    assertThat(settings.fleet().bind()).hasToString("127.0.0.1:7355");
    assertThat(settings.prober().allowLoopback()).isTrue();
  }

  @Test
  void takesTheUsersSettingsFirst() throws Exception {
    NodeSettings settings =
        DemoNode.EU
            .load(
                PORTS,
                DIRECTORY,
                List.of("waymark.dns.udp-threads=1", "waymark.log.level=debug"),
                null)
            .settings();

    assertThat(settings.dns().udpThreads()).isEqualTo(1);
    assertThat(settings.log().level()).isEqualTo("debug");
    assertThatThrownBy(
            () -> DemoNode.EU.load(PORTS, DIRECTORY, List.of("waymark.log.level=loud"), null))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage("waymark.log.level (loud) must be error, warn, info, debug or trace [--set]");
  }
}
