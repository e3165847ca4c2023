package io.waymark.node.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.protocol.net.IpAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

/** {@code waymark console location}. */
@Command(
    name = "location",
    description = "Tells where an address is, and which rows of the location data say so.")
final class LocationCommand implements Callable<Integer> {
  private static final String UNKNOWN = "unknown";
  private static final String NONE = "none";

  @ParentCommand private ConsoleCommand console = new ConsoleCommand();

  @Parameters(paramLabel = "IP", converter = Address.class, description = "IPv4 or IPv6.")
  private IpAddress address = IpAddress.v4(0);

  /** Reads an address. */
  static final class Address implements ITypeConverter<IpAddress> {
    @Override
    public IpAddress convert(String text) {
      IpAddress address = IpAddress.parseOrNull(text);
      if (address == null) {
        throw new TypeConversionException("'" + text + "' must be an IPv4 or IPv6 address");
      }
      return address;
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    String query = URLEncoder.encode(address.toString(), StandardCharsets.UTF_8);
    return console.answer(
        node -> node.get("/v1/location?address=" + query), LocationCommand::table);
  }

  private static Table table(JsonNode reply) {
    return new Table()
        .row("address", reply.path("address").asText())
        .row("country", known(reply.path("country"), UNKNOWN))
        .row("subdivision", known(reply.path("subdivision"), UNKNOWN))
        .row(
            "codes",
            reply
                .path("codes")
                .valueStream()
                .map(JsonNode::asText)
                .collect(Collectors.joining(" ")))
        .row("coordinates", coordinates(reply))
        .row("country prefix", known(reply.path("countryPrefix"), NONE))
        .row("latency prefix", known(reply.path("latencyPrefix"), NONE))
        .row(
            "scope",
            "Geographic /%s, Performance /%s"
                .formatted(
                    reply.at("/scope/geographic").asText(),
                    reply.at("/scope/performance").asText()))
        .rows("nearest regions", regions(reply.path("regions")).toString().lines().toList(), NONE)
        .row("data hash", reply.path("dataHash").asText());
  }

  private static String known(JsonNode value, String otherwise) {
    return value.isValueNode() && !value.isNull() ? value.asText() : otherwise;
  }

  private static String coordinates(JsonNode reply) {
    return reply.path("latitude").isNumber() && reply.path("longitude").isNumber()
        ? String.format(
            Locale.ROOT,
            "%.2f, %.2f",
            reply.path("latitude").asDouble(),
            reply.path("longitude").asDouble())
        : UNKNOWN;
  }

  private static Table regions(JsonNode regions) {
    Table table = new Table();
    for (JsonNode region : regions) {
      JsonNode milliseconds = region.path("milliseconds");
      JsonNode kilometres = region.path("kilometres");
      table.row(
          region.path("region").asText(),
          milliseconds.isNumber()
              ? String.format(Locale.ROOT, "%.1f ms", milliseconds.asDouble())
              : "",
          kilometres.isNumber() ? kilometres.asInt() + " km" : "");
    }
    return table;
  }
}
