package io.waymark.protocol.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A token as people see it, and as nodes keep it. */
public final class TokenDocument {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenDocument() {}

  /** {@code {"name", "role", "createdAt", "createdBy"}}: nothing of the text, and no hash. */
  public static ObjectNode print(Token token) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", token.name())
        .put("role", token.role().toString())
        .put("createdAt", token.createdAt().toString())
        .put("createdBy", token.createdBy());
  }

  /** The bytes to keep: JSON in UTF-8, fields sorted, so that equal tokens are equal bytes. */
  public static byte[] encode(Token token) {
    ObjectNode document =
        JsonNodeFactory.instance
            .objectNode()
            .put("createdAt", token.createdAt().toString())
            .put("createdBy", token.createdBy())
            .put("hash", token.secret().hash())
            .put("id", token.id())
            .put("name", token.name())
            .put("role", token.role().toString())
            .put("salt", token.secret().salt());
    try {
      return JSON.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that JSON cannot hold", e);
    }
  }

  /**
   * Reads what {@link #encode} wrote; fields that it does not know are passed over.
   *
   * @throws IllegalArgumentException when it is something else; its message never quotes the hash
   */
  public static Token decode(byte[] bytes) {
    JsonNode document;
    try {
      document = JSON.readTree(bytes);
    } catch (IOException e) {
      // Not as the cause: its message quotes what it stumbled over.
      throw new IllegalArgumentException("is not JSON");
    }
    String name = text(document, "name");
    String fault = Token.nameFault(name);
    if (fault != null) {
      throw new IllegalArgumentException("the name (" + name + ") " + fault);
    }
    String id = text(document, "id");
    if (!TokenText.isId(id)) {
      throw new IllegalArgumentException("the id has not the form of one");
    }
    return new Token(
        name,
        role(text(document, "role")),
        id,
        SaltedHash.parse(text(document, "salt"), text(document, "hash")),
        instant(text(document, "createdAt")),
        text(document, "createdBy"));
  }

  private static String text(JsonNode document, String field) {
    JsonNode value = document.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("has no text as its " + field);
    }
    return value.textValue();
  }

  private static Role role(String text) {
    List<String> accepted = new ArrayList<>();
    for (Role role : Role.values()) {
      if (role.toString().equals(text)) {
        return role;
      }
      accepted.add(role.toString());
    }
    throw new IllegalArgumentException(
        "the role (" + text + ") must be one of " + String.join(", ", accepted));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("createdAt (" + text + ") is not a time", e);
    }
  }
}
