package io.waymark.node.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The demo's profiles, as {@code profiles.yaml} beside this class has them. */
final class SampleProfiles {
  /**
   * One of them.
   *
   * @param about what it shows, a line
   * @param document in the form the HTTP API takes
   */
  record Sample(String about, ObjectNode document) {
    String name() {
      return document.path("name").asText();
    }
  }

  private SampleProfiles() {}

  /** All of them, with probes on this port. */
  static List<Sample> all(int probePort) {
    try (InputStream yaml =
            Objects.requireNonNull(SampleProfiles.class.getResourceAsStream("profiles.yaml"));
        MappingIterator<ObjectNode> profiles =
            new YAMLMapper().readerFor(ObjectNode.class).readValues(yaml)) {
      return profiles.readAll().stream().map(profile -> sample(profile, probePort)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a resource of ours
    }
  }

  private static Sample sample(ObjectNode document, int probePort) {
    JsonNode about = document.remove("about");
    document.withObject("/monitorConfig").put("port", probePort);
    return new Sample(about.asText(), document);
  }
}
