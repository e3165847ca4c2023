package io.waymark.node.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.node.settings.LocalNode;
import io.waymark.node.settings.NodeSettings.Listen;
import io.waymark.node.token.BootstrapToken;
import io.waymark.protocol.net.IpAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdminTokenTest {
  @TempDir Path directory = Path.of("");

  @Test
  void theFileGivenGoesFirstThenTheEnvironmentsThenTheNodesOwn() throws Exception {
    String own = BootstrapToken.readOrCreate(directory, new SecureRandom()).text();
    Path given = Files.writeString(directory.resolve("given"), "waymark_id_given\n");
    Path named = Files.writeString(directory.resolve("named"), "waymark_id_named");
    Map<String, String> environment = Map.of("WAYMARK_TOKEN_FILE", named.toString());

    assertThat(AdminToken.find(given, environment, directory)).isEqualTo("waymark_id_given");
    assertThat(AdminToken.find(null, environment, directory)).isEqualTo("waymark_id_named");
    assertThat(AdminToken.find(null, Map.of(), directory)).isEqualTo(own);
    assertThat(AdminToken.find(null, Map.of("WAYMARK_TOKEN_FILE", ""), directory)).isEqualTo(own);
  }

  @Test
  void aFileThatIsNamedIsNotPassedOver() {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() ->
            AdminToken.find(null, Map.of("WAYMARK_TOKEN_FILE", missing.toString()), directory))
        .isInstanceOf(AdminToken.MissingException.class)
        .hasMessage("the token file " + missing + " is not there (WAYMARK_TOKEN_FILE)");
    assertThatThrownBy(() -> AdminToken.find(null, Map.of(), directory))
        .isInstanceOf(AdminToken.MissingException.class)
        .hasMessage(
            "the token file "
                + directory.resolve("admin.token")
                + " is not there (no --token-file, and WAYMARK_TOKEN_FILE is not set)");
  }

  @Test
  void whatIsNoTokenIsNotSent() throws Exception {
    for (String text : new String[] {"", "two tokens", "one\r\nX-Header: two", "t\u00f6ken"}) {
      Path file = Files.writeString(directory.resolve("wrong"), text);
      assertThatThrownBy(() -> AdminToken.find(file, Map.of(), directory))
          .as(text)
          .isInstanceOf(AdminToken.MissingException.class)
          .hasMessage(
              "the token file " + file + " must hold one token and nothing else (--token-file)");
    }
  }

  @Test
  void theNodeOfThisMachineIsTheOneOfTheDefaults() {
    assertThat(LocalNode.byDefault())
        .isEqualTo(
            new LocalNode(
                Path.of("/var/lib/waymark"), new Listen(IpAddress.parse("127.0.0.1"), 8053)));
  }
}
