package io.waymark.node.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.node.profile.StoredProfile;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;

/** Makes responses. */
final class Responses {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** RFC 9457. */
  private static final ContentType PROBLEM =
      ContentTypes.create(
          MediaTypes.applicationWithFixedCharset("problem+json", HttpCharsets.UTF_8));

  // Statuses change by themselves, and an intermediary knows nothing of tokens.
  private static final HttpHeader NO_STORE = RawHeader.create("Cache-Control", "no-store");

  private Responses() {}

  static HttpResponse empty(int status) {
    return HttpResponse.create().withStatus(status).addHeader(NO_STORE);
  }

  static HttpResponse json(int status, JsonNode body) {
    return with(status, ContentTypes.APPLICATION_JSON, body);
  }

  /**
   * @param body as RFC 9457 describes it
   */
  static HttpResponse problem(int status, JsonNode body) {
    return with(status, PROBLEM, body);
  }

  /**
   * @param type with the charset UTF-8
   */
  static HttpResponse text(ContentType type, String body) {
    return empty(200)
        .withEntity(HttpEntities.create(type, ByteString.fromString(body, StandardCharsets.UTF_8)));
  }

  private static HttpResponse with(int status, ContentType type, JsonNode body) {
    try {
      return empty(status).withEntity(HttpEntities.create(type, JSON.writeValueAsBytes(body)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that JSON cannot hold", e);
    }
  }

  /** RFC 9110 section 8.8.3. */
  static HttpHeader etag(StoredProfile stored) {
    return RawHeader.create("ETag", stored.etag());
  }

  /** Where something that was created is: a path and names below it. */
  static HttpHeader location(String path, String... names) {
    StringBuilder location = new StringBuilder(path);
    for (String name : names) {
      // URLEncoder is for forms, where a space is a plus.
      location
          .append('/')
          .append(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return RawHeader.create("Location", location.toString());
  }
}
