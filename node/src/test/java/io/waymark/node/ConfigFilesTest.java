package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.waymark.node.settings.Loaded;
import io.waymark.node.settings.NodeSettings;
import io.waymark.node.settings.SettingsLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lies in {@code config/} works as it is. */
final class ConfigFilesTest {
  private static final Path ROOT = root();

  @Test
  void everyFileIsTestedHere() throws Exception {
    try (Stream<Path> files = Files.list(ROOT.resolve("config"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "single.conf",
              "local-eu.conf",
              "local-us.conf",
              "local-ap.conf",
              "profiles.yaml",
              "waymark.service",
              "country.mmdb",
              "regions.conf");
    }
  }

  @Test
  void theThreeLocalNodesKnowEachOtherAndAnswerAlike() throws Exception {
    List<NodeSettings> nodes = new ArrayList<>();
    for (String region : List.of("eu", "us", "ap")) {
      Loaded loaded =
          SettingsLoader.load(ROOT.resolve("config/local-" + region + ".conf"), List.of(), ROOT);
      assertThat(loaded.warnings()).isEmpty();
      nodes.add(loaded.settings());
    }
    List<NodeSettings.Listen> all = nodes.stream().map(node -> node.fleet().advertise()).toList();
    assertThat(all).doesNotHaveDuplicates();
    for (NodeSettings node : nodes) {
      List<NodeSettings.Listen> others = new ArrayList<>(all);
      others.remove(node.fleet().advertise());
      assertThat(node.fleet().peers()).containsExactlyInAnyOrderElementsOf(others);
      assertThat(node.dns().zones()).isEqualTo(nodes.getFirst().dns().zones());
    }
    assertThat(nodes).extracting(node -> node.node().name()).doesNotHaveDuplicates();
    assertThat(nodes).extracting(node -> node.node().data()).doesNotHaveDuplicates();
  }

  @Test
  void singleNodeLoads() throws Exception {
    Loaded loaded = SettingsLoader.load(ROOT.resolve("config/single.conf"), List.of(), ROOT);

    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.settings().dns().zones()).hasSize(1);
    assertThat(loaded.settings().location().database())
        .isEqualTo(ROOT.resolve("config/country.mmdb"));
  }

  @Test
  void singleNodeShowsEveryKey() throws Exception {
    String text = Files.readString(ROOT.resolve("config/single.conf"));

    for (Map.Entry<String, ConfigValue> block :
        ConfigFactory.parseResources("reference.conf").getObject("waymark").entrySet()) {
      assertThat(text)
          .contains("  " + block.getKey() + " {")
          .contains(((ConfigObject) block.getValue()).keySet());
    }
  }

  @Test
  void localNodesLoadAndKnowEachOther() throws Exception {
    List<NodeSettings> nodes = new ArrayList<>();
    for (String file : List.of("local-eu.conf", "local-us.conf", "local-ap.conf")) {
      Loaded loaded = SettingsLoader.load(ROOT.resolve("config/" + file), List.of(), ROOT);
      assertThat(loaded.warnings()).as(file).isEmpty();
      nodes.add(loaded.settings());
    }

    assertThat(nodes)
        .extracting(node -> node.node().name(), node -> node.node().region())
        .containsExactly(tuple("eu-1", "europe"), tuple("us-1", "america"), tuple("ap-1", "asia"));
    for (NodeSettings node : nodes) {
      assertThat(node.dns().zones()).isEqualTo(nodes.getFirst().dns().zones());
      assertThat(node.fleet().peers())
          .containsExactlyInAnyOrderElementsOf(
              nodes.stream()
                  .filter(other -> !other.equals(node))
                  .map(other -> other.fleet().advertise())
                  .toList());
      assertThat(node.node().data()).isEqualTo(ROOT.resolve("config/data-" + node.node().name()));
    }
    assertThat(nodes).extracting(node -> node.dns().listen()).doesNotHaveDuplicates();
    assertThat(nodes).extracting(node -> node.admin().listen()).doesNotHaveDuplicates();
  }

  @Test
  void profilesAreForTheZoneOfTheSingleNode() throws Exception {
    try (MappingIterator<JsonNode> profiles =
        new YAMLMapper()
            .readerFor(JsonNode.class)
            .readValues(ROOT.resolve("config/profiles.yaml").toFile())) {
      assertThat(profiles.readAll())
          .allSatisfy(
              profile -> assertThat(profile.at("/dnsConfig/zone").asText()).isEqualTo("tm.example"))
          .extracting(profile -> profile.path("trafficRoutingMethod").asText())
          .containsExactly("Priority", "Weighted");
    }
  }

  @Test
  void countryDatabaseIsOneAndIsCredited() throws Exception {
    byte[] database = Files.readAllBytes(ROOT.resolve("config/country.mmdb"));

    assertThat(new String(database, StandardCharsets.ISO_8859_1)).contains("MaxMind.com");
    assertThat(Files.readString(ROOT.resolve("NOTICE")))
        .contains("country.mmdb", "nro.net", "CC BY");
  }

  @Test
  void serviceRunsTheNodeAndMayTakePort53() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("config/waymark.service")))
        .contains(
            "ExecStart=/opt/waymark/bin/waymark node --config /etc/waymark/waymark.conf",
            "AmbientCapabilities=CAP_NET_BIND_SERVICE",
            "NoNewPrivileges=yes");
  }

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("node/pom.xml"))) {
      directory = Objects.requireNonNull(directory.getParent(), "not in the source tree");
    }
    return directory;
  }
}
