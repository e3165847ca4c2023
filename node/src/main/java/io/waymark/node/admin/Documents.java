package io.waymark.node.admin;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON and YAML. A name that stands twice in one object is refused: which one counts? */
final class Documents {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Documents() {}

  /**
   * One JSON value.
   *
   * @throws ProblemException 400 when the bytes are not that
   */
  static JsonNode json(byte[] bytes) {
    try {
      JsonNode node = JSON.readTree(bytes);
      if (node == null || node.isMissingNode()) {
        throw new ProblemException(400, "the body is empty; JSON is expected");
      }
      return node;
    } catch (IOException e) {
      throw notThat("JSON", e);
    }
  }

  /**
   * Many documents: a JSON array of them, or one; or a YAML stream, of which each document may be
   * an array too.
   *
   * @param mediaType decides which it is; where it does not say, the first character does
   * @throws ProblemException 400 when the bytes are neither
   */
  static List<JsonNode> many(byte[] bytes, String mediaType) {
    List<JsonNode> documents = new ArrayList<>();
    if (isYaml(bytes, mediaType)) {
      try (MappingIterator<JsonNode> stream = YAML.readerFor(JsonNode.class).readValues(bytes)) {
        while (stream.hasNextValue()) {
          add(documents, stream.nextValue());
        }
      } catch (IOException | RuntimeException e) {
        throw notThat("YAML", e);
      }
    } else {
      add(documents, json(bytes));
    }
    return documents;
  }

  private static void add(List<JsonNode> documents, JsonNode node) {
    if (node.isArray()) {
      node.forEach(documents::add);
    } else if (!node.isNull() && !node.isMissingNode()) {
      // A YAML stream may begin or end with an empty document.
      documents.add(node);
    }
  }

  private static boolean isYaml(byte[] bytes, String mediaType) {
    if (MediaTypes.isYaml(mediaType)) {
      return true;
    }
    if (MediaTypes.isJson(mediaType)) {
      return false;
    }
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return b != '[' && b != '{';
      }
    }
    return false;
  }

  private static ProblemException notThat(String format, Exception e) {
    if (e instanceof JsonProcessingException malformed) {
      JsonLocation at = malformed.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      return new ProblemException(
          400, "the body is not " + format + where + ": " + malformed.getOriginalMessage());
    }
    return new ProblemException(400, "the body is not " + format + ": " + e.getMessage());
  }
}
