package io.waymark.node.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.node.StartException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DemoPortsTest {
  private static final List<DemoNode> THREE = DemoNode.ALL.subList(0, 3);

  @Test
  void takeFreeOnesInPlaceOfNone() throws Exception {
    DemoPorts ports = new DemoPorts(0, 0, 0).available(THREE);

    assertThat(Set.of(ports.dns(), ports.http(), ports.fleet()))
        .hasSize(3)
        .allSatisfy(port -> assertThat(port).isBetween(1024, 32_767));
  }

  @Test
  void stayThoseThatAreWanted() throws Exception {
    DemoPorts free = new DemoPorts(0, 0, 0).available(THREE);

    assertThat(free.available(THREE)).isEqualTo(free);
  }

  @Test
  void nameTheOneThatIsTakenOnAnyAddressThatIsUsed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.3"))) {
      DemoPorts ports = new DemoPorts(0, 0, taken.getLocalPort());

      assertThatThrownBy(() -> ports.available(THREE))
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith("127.0.0.3:" + taken.getLocalPort() + " cannot be used for TCP")
          .hasMessageEndingWith("or choose another port with --fleet-port");
      assertThat(ports.available(THREE.subList(0, 2)).fleet()).isEqualTo(taken.getLocalPort());
    }
  }
}
