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
  private static final DemoPorts PORTS = new DemoPorts(5300, 8053, 7355);
  private static final List<DemoNode> THREE = DemoNode.ALL.subList(0, 3);
  private static final Path DIRECTORY = Path.of("/srv/demo");

  @Test
  void hasSettingsFitForLoopback() throws Exception {
    NodeSettings settings =
        THREE.getFirst().load(THREE, PORTS, DIRECTORY, List.of(), null).settings();

    assertThat(settings.node())
        .isEqualTo(
            new NodeSettings.Identity("eu-1", "europe", 52.37, 4.9, DIRECTORY.resolve("eu-1")));
    assertThat(settings.dns().listen())
        .extracting(Object::toString)
        .containsExactly("127.0.0.1:5300");
    assertThat(settings.dns().publishVersions()).isTrue();
    assertThat(settings.dns().drainTime()).isEqualTo(Duration.ZERO);
    assertThat(settings.dns().zones().getFirst().name()).isEqualTo("tm.example");
    assertThat(settings.dns().zones().getFirst().nsAddresses())
        .containsOnlyKeys("ns1.tm.example", "ns2.tm.example", "ns3.tm.example");
    assertThat(settings.admin().listen()).hasToString("127.0.0.1:8053");
    assertThat(settings.fleet().bind()).hasToString("127.0.0.1:7355");
    assertThat(settings.fleet().peers())
        .extracting(Object::toString)
        .containsExactly("127.0.0.2:7355", "127.0.0.3:7355");
    assertThat(settings.prober().allowLoopback()).isTrue();
  }

  @Test
  void takesTheUsersSettingsFirst() throws Exception {
    NodeSettings settings =
        THREE
            .getLast()
            .load(
                THREE,
                PORTS,
                DIRECTORY,
                List.of("waymark.dns.udp-threads=1", "waymark.log.level=debug"),
                null)
            .settings();

    assertThat(settings.dns().udpThreads()).isEqualTo(1);
    assertThat(settings.log().level()).isEqualTo("debug");
    assertThatThrownBy(() ->
            THREE.getFirst().load(THREE, PORTS, DIRECTORY, List.of("waymark.log.level=loud"), null))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage("waymark.log.level (loud) must be error, warn, info, debug or trace [--set]");
  }

  @Test
  void eachHasANameAndAnAddressOfItsOwn() throws Exception {
    assertThat(DemoNode.ALL).hasSize(9);
    assertThat(DemoNode.ALL).extracting(DemoNode::name).doesNotHaveDuplicates();
    assertThat(DemoNode.ALL).extracting(DemoNode::address).doesNotHaveDuplicates();
    for (DemoNode node : DemoNode.ALL) {
      assertThat(
              node.load(DemoNode.ALL, PORTS, DIRECTORY, List.of(), null).settings().fleet().peers())
          .hasSize(8);
    }
  }

  @Test
  void oneThatIsAloneHasNoPeers() throws Exception {
    List<DemoNode> one = DemoNode.ALL.subList(0, 1);

    assertThat(
            one.getFirst().load(one, PORTS, DIRECTORY, List.of(), null).settings().fleet().peers())
        .isEmpty();
  }
}
