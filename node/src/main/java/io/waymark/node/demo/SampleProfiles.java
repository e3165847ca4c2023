package io.waymark.node.demo;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The demo's profile documents. */
final class SampleProfiles {
  private SampleProfiles() {}

  /** All of them, in the form the HTTP API takes, with probes on this port. */
  static List<ObjectNode> documents(int probePort) {
    try (InputStream yaml =
            Objects.requireNonNull(SampleProfiles.class.getResourceAsStream("profiles.yaml"));
        MappingIterator<ObjectNode> profiles =
            new YAMLMapper().readerFor(ObjectNode.class).readValues(yaml)) {
      List<ObjectNode> documents = profiles.readAll();
      for (ObjectNode document : documents) {
        document.withObject("/monitorConfig").put("port", probePort);
      }
      return documents;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a resource of ours
    }
  }
}
