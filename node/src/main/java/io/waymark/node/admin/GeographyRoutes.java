package io.waymark.node.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.protocol.profile.GeoCodes;
import io.waymark.protocol.token.Role;
import java.util.List;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The codes that {@code geoMapping} may have, as the tree that they are. */
final class GeographyRoutes {
  private final ObjectNode world = document().get(GeoCodes.number(GeoCodes.WORLD));

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/v1/geographic-hierarchy",
            Role.VIEWER,
            Set.of(),
            Route.Body.NONE,
            this::hierarchy));
  }

  private HttpResponse hierarchy(Call call) {
    call.parameters().check();
    return Responses.json(200, world);
  }

  /** Each code's document by its number, with those of the narrower places in it. */
  private static List<ObjectNode> document() {
    List<ObjectNode> documents = new java.util.ArrayList<>();
    // A place has a greater number than the one around it.
    for (int number = 0; number < GeoCodes.count(); number++) {
      String code = GeoCodes.code(number);
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      document.put("code", code).put("name", GeoNames.name(code)).putArray("regions");
      documents.add(document);
      int parent = GeoCodes.parent(number);
      if (parent >= 0) {
        ((ArrayNode) documents.get(parent).get("regions")).add(document);
      }
    }
    return documents;
  }
}
