package io.waymark.node.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.location.LocationData;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.location.Place;
import io.waymark.protocol.net.Coordinates;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.GeoCodes;
import io.waymark.protocol.token.Role;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Where an address is, and which rows of the location data say so. */
final class LocationRoutes {
  /** How many of the nearest regions are told. */
  private static final int NEAREST = 5;

  private static final double MICROS_PER_MILLISECOND = 1_000;

  private final Supplier<LocationData> data;

  LocationRoutes(Supplier<LocationData> data) {
    this.data = data;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/v1/location",
            Role.VIEWER,
            Set.of("address"),
            Route.Body.NONE,
            this::location));
  }

  private HttpResponse location(Call call) {
    IpAddress address = call.parameters().address("address", call.client());
    call.parameters().check();
    return Responses.json(200, document(data.get(), address));
  }

  private static ObjectNode document(LocationData data, IpAddress address) {
    LocationIndex index = data.index();
    LocationIndex.Located located = index.locate(address);
    Place place = located.place();
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.put("address", address.toString());
    reply.put("country", place.country());
    reply.put("subdivision", place.subdivision());
    GeoCodes.climb(located.code()).forEach(reply.putArray("codes")::add);
    Coordinates at = place.coordinates();
    reply.put("latitude", at == null ? null : at.latitude());
    reply.put("longitude", at == null ? null : at.longitude());
    reply.put("countryPrefix", text(located.databaseRow()));
    reply.put("latencyPrefix", text(located.latencyRow()));
    reply
        .putObject("scope")
        .put("geographic", index.geographic().prefixLength(address))
        .put("performance", index.performance().prefixLength(address));
    List<LocationIndex.Seen> nearest = index.nearest(located.performanceClass());
    ArrayNode latencies = reply.putArray("latencies");
    nearest.stream()
        .filter(seen -> seen.latencyMicros() != LocationIndex.UNKNOWN)
        .forEach(seen ->
            latencies
                .addObject()
                .put("region", seen.region().name())
                .put("milliseconds", milliseconds(seen)));
    ArrayNode regions = reply.putArray("regions");
    nearest.stream()
        .filter(seen ->
            seen.latencyMicros() != LocationIndex.UNKNOWN
                || seen.kilometres() != LocationIndex.UNKNOWN)
        .limit(NEAREST)
        .forEach(seen ->
            regions
                .addObject()
                .put("region", seen.region().name())
                .put("milliseconds", milliseconds(seen))
                .put(
                    "kilometres",
                    seen.kilometres() == LocationIndex.UNKNOWN
                        ? null
                        : Integer.valueOf(seen.kilometres())));
    reply.put("dataHash", data.hash());
    return reply;
  }

  private static @Nullable Double milliseconds(LocationIndex.Seen seen) {
    return seen.latencyMicros() == LocationIndex.UNKNOWN
        ? null
        : Double.valueOf(seen.latencyMicros() / MICROS_PER_MILLISECOND);
  }

  private static @Nullable String text(@Nullable Object prefix) {
    return prefix == null ? null : prefix.toString();
  }
}
