package io.waymark.node.location;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.waymark.protocol.location.Region;
import io.waymark.protocol.location.Regions;
import io.waymark.protocol.net.Coordinates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code regions = [ { name, latitude, longitude } ]}, HOCON. */
final class RegionsFile {
  private static final String LIST = "regions";
  private static final List<String> KEYS = List.of("name", "latitude", "longitude");

  /** No comma, which the latency table has between its columns. */
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl},]{1,63}");

  private final Faults faults;
  private final List<Region> regions = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();

  private RegionsFile(Faults faults) {
    this.faults = faults;
  }

  /**
   * @param faults told what is wrong; then what is returned is of no use
   */
  static Regions read(byte[] file, Faults faults) {
    RegionsFile reading = new RegionsFile(faults);
    try {
      reading.root(ConfigFactory.parseString(new String(file, StandardCharsets.UTF_8)).resolve());
    } catch (ConfigException e) {
      faults.add(String.valueOf(e.getMessage()).replaceFirst("^String: (\\d+)", "line $1"));
    }
    return new Regions(reading.regions);
  }

  private void root(Config file) {
    for (Map.Entry<String, ConfigValue> entry : file.root().entrySet()) {
      if (!entry.getKey().equals(LIST)) {
        fault(entry.getValue(), entry.getKey() + " is unknown; known is " + LIST);
      }
    }
    if (!(file.root().get(LIST) instanceof ConfigList list)) {
      faults.add("must have a list: regions = [ { name, latitude, longitude } ]");
      return;
    }
    if (list.size() > Regions.MAX) {
      fault(list, "has " + list.size() + " regions, more than " + Regions.MAX);
      return;
    }
    list.forEach(this::region);
  }

  private void region(ConfigValue value) {
    if (!(value instanceof ConfigObject region)) {
      fault(value, "a region must be { name, latitude, longitude }");
      return;
    }
    region.forEach((key, cell) -> {
      if (!KEYS.contains(key)) {
        fault(cell, key + " is unknown; known are " + String.join(", ", KEYS));
      }
    });
    String name = name(region);
    Double latitude = degrees(region, "latitude", 90);
    Double longitude = degrees(region, "longitude", 180);
    if (name == null || latitude == null || longitude == null) {
      return;
    }
    Region read = new Region(name, new Coordinates(latitude, longitude));
    Integer before = lines.putIfAbsent(read.key(), region.origin().lineNumber());
    if (before != null) {
      fault(region, "name (" + name + ") is already that of line " + before);
      return;
    }
    regions.add(read);
  }

  private @Nullable String name(ConfigObject region) {
    Object name = value(region, "name");
    String text = name == null ? "" : name.toString();
    if (NAME.matcher(text).matches() && !text.isBlank()) {
      return text;
    }
    fault(region, "name (" + text + ") must have 1 to 63 characters, no comma among them");
    return null;
  }

  private @Nullable Double degrees(ConfigObject region, String key, int limit) {
    Object degrees = value(region, key);
    if (degrees instanceof Number number && Math.abs(number.doubleValue()) <= limit) {
      return number.doubleValue();
    }
    fault(
        region,
        key
            + " ("
            + (degrees == null ? "missing" : degrees)
            + ") must be a number of degrees in [-"
            + limit
            + ", "
            + limit
            + "]");
    return null;
  }

  private static @Nullable Object value(ConfigObject region, String key) {
    ConfigValue value = region.get(key);
    return value == null ? null : value.unwrapped();
  }

  private void fault(ConfigValue at, String fault) {
    faults.add(at.origin().lineNumber(), fault);
  }
}
