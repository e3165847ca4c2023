package io.waymark.protocol.replica.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.protocol.admin.MergePatch;
import io.waymark.protocol.profile.Defaults;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.Parsed;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileDocument;
import io.waymark.protocol.replica.Bytes;
import io.waymark.protocol.replica.Dot;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A profile named shop, and admins at several nodes that edit it without hearing of each other. */
abstract class EditedShop {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build();
  private static final Defaults DEFAULTS = new Defaults("shop", "tm.example");

  private long now = 1_000;

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static Profile profile(JsonNode document) {
    return switch (ProfileDocument.parse(document, DEFAULTS)) {
      case Parsed.Valid(Profile profile) -> profile;
      case Parsed.Invalid invalid -> throw new AssertionError(invalid);
    };
  }

  static Assembled assembled(Entity entity) {
    return Objects.requireNonNull(Assembly.assemble("shop", entity));
  }

  static List<String> endpoints(Entity entity) {
    return assembled(entity).profile().endpoints().stream().map(Endpoint::name).toList();
  }

  static List<String> paths(Entity entity) {
    return assembled(entity).conflicts().stream().map(Conflict::path).toList();
  }

  static String reason(Entity entity, String path) {
    return assembled(entity).conflicts().stream()
        .filter(conflict -> conflict.path().equals(path))
        .map(Conflict::reason)
        .findFirst()
        .orElse("no conflict about " + path);
  }

  /** A profile with endpoints of these names, of which the target is the name in app.example. */
  Entity created(String method, String... names) {
    var document = (ObjectNode) json("{trafficRoutingMethod: '" + method + "', endpoints: []}");
    for (String name : names) {
      document.withArray("endpoints").addObject().put("name", name).put("target", target(name));
    }
    return ProfileFields.create(profile(document)).applyTo(Entity.EMPTY, dot("a"), "ann");
  }

  static String target(String name) {
    return name + ".app.example";
  }

  Dot dot(String writer) {
    return new Dot(writer, Stamp.of(++now, 0));
  }

  /** An admin at that node changes the document by a merge patch. */
  Entity patch(Entity entity, String node, String patch) {
    Assembled seen = assembled(entity);
    Profile wanted = profile(MergePatch.apply(ProfileDocument.print(seen.profile()), json(patch)));
    return ProfileFields.changes(entity, seen, wanted, _ -> false)
        .applyTo(entity, dot(node), "admin-" + node);
  }

  /** An admin at that node puts or replaces one endpoint. */
  Entity put(Entity entity, String node, String name, String document) {
    Assembled seen = assembled(entity);
    Profile wanted =
        switch (ProfileDocument.parseEndpoint(
            json(document), name, seen.profile(), DEFAULTS.policy())) {
          case Parsed.Valid(Profile profile) -> profile;
          case Parsed.Invalid invalid -> throw new AssertionError(invalid);
        };
    return ProfileFields.changes(entity, seen, wanted, _ -> false)
        .applyTo(entity, dot(node), "admin-" + node);
  }

  Entity without(Entity entity, String node, String name) {
    Assembled seen = assembled(entity);
    List<Endpoint> left = new ArrayList<>(seen.profile().endpoints());
    left.removeIf(endpoint -> endpoint.name().equals(name));
    return ProfileFields.changes(entity, seen, seen.profile().withEndpoints(left), _ -> false)
        .applyTo(entity, dot(node), "admin-" + node);
  }

  static Entity written(Entity entity, Dot dot, String path, String value) {
    return entity.write(dot, "newer", Map.of(path, Optional.of(Bytes.utf8(value))));
  }
}
