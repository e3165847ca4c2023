package io.waymark.node.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.function.Function;

/** How a reply is printed. */
enum Form {
  /** For people: what a command finds worth a line. */
  TABLE {
    @Override
    String print(JsonNode reply, Function<JsonNode, Table> table) {
      return table.apply(reply).toString();
    }
  },
  /** The reply itself. */
  JSON {
    @Override
    String print(JsonNode reply, Function<JsonNode, Table> table) {
      return written(JSON_WRITER, reply);
    }
  },
  /** The reply itself. */
  YAML {
    @Override
    String print(JsonNode reply, Function<JsonNode, Table> table) {
      return written(YAML_WRITER, reply);
    }
  };

  private static final ObjectMapper JSON_WRITER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final ObjectMapper YAML_WRITER =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  /** Without a line break at the end. */
  abstract String print(JsonNode reply, Function<JsonNode, Table> table);

  private static String written(ObjectMapper writer, JsonNode reply) {
    try {
      return writer.writeValueAsString(reply).stripTrailing();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // it was read from JSON
    }
  }
}
