package io.waymark.node.location;

import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a small MaxMind DB: a binary tree of 32-bit records over 128 bits, IPv4 at ::/96, and each
 * row written out in full. Rows must not lie within each other.
 */
public final class DatabaseWriter {
  private static final byte[] METADATA_MARK =
      "\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1);
  private static final int SEPARATOR = 16;
  private static final int V4_OFFSET = 96;

  private final Map<Prefix, Object> rows = new LinkedHashMap<>();

  public DatabaseWriter put(String prefix, Object row) {
    rows.put(Prefix.parse(prefix), row);
    return this;
  }

  /** A row of the shape that only tells the country. */
  public DatabaseWriter country(String prefix, String country) {
    return put(prefix, Map.of("country_code", country));
  }

  /** A row of the shape that tells more. */
  public DatabaseWriter city(
      String prefix, String country, String subdivision, double latitude, double longitude) {
    return put(
        prefix,
        Map.of(
            "country",
            Map.of("iso_code", country, "names", Map.of("en", "A country")),
            "subdivisions",
            List.of(Map.of("iso_code", subdivision), Map.of("iso_code", "NO")),
            "location",
            Map.of("latitude", latitude, "longitude", longitude, "accuracy_radius", 5),
            "traits",
            Map.of("autonomous_system_number", 64_496)));
  }

  public byte[] bytes() {
    // A node is the numbers of what its two bits lead to: another node, or a row as its complement.
    List<Integer[]> nodes = new ArrayList<>();
    nodes.add(new Integer[2]);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    rows.forEach((prefix, row) -> {
      add(nodes, prefix, ~data.size());
      write(data, row);
    });
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (Integer[] node : nodes) {
      for (Integer record : node) {
        int number =
            record == null
                ? nodes.size()
                : record >= 0 ? record : ~record + nodes.size() + SEPARATOR;
        file.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
      }
    }
    file.writeBytes(new byte[SEPARATOR]);
    file.writeBytes(data.toByteArray());
    file.writeBytes(METADATA_MARK);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("node_count", nodes.size());
    metadata.put("record_size", Integer.SIZE);
    metadata.put("ip_version", 6);
    metadata.put("database_type", "Waymark-Test");
    metadata.put("languages", List.of("en"));
    metadata.put("binary_format_major_version", 2);
    metadata.put("binary_format_minor_version", 0);
    metadata.put("build_epoch", 1_767_225_600L);
    metadata.put("description", Map.of("en", "Written by a test"));
    write(file, metadata);
    return file.toByteArray();
  }

  private static void add(List<Integer[]> nodes, Prefix prefix, int record) {
    IpAddress address = prefix.address();
    int length = prefix.length() + (address.v6() ? 0 : V4_OFFSET);
    int node = 0;
    for (int bit = 0; bit < length; bit++) {
      long half = bit < Long.SIZE ? address.high() : address.low();
      int side = (int) (half >>> (Long.SIZE - 1 - bit % Long.SIZE) & 1);
      if (bit == length - 1) {
        nodes.get(node)[side] = record;
        return;
      }
      Integer next = nodes.get(node)[side];
      if (next == null) {
        next = nodes.size();
        nodes.add(new Integer[2]);
        nodes.get(node)[side] = next;
      }
      node = next;
    }
  }

  private static void write(ByteArrayOutputStream out, Object value) {
    switch (value) {
      case String text -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        control(out, 2, bytes.length);
        out.writeBytes(bytes);
      }
      case Double number -> {
        control(out, 3, Double.BYTES);
        out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
      }
      case Integer number -> {
        control(out, 6, Integer.BYTES);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
      }
      case Long number -> {
        control(out, 9, Long.BYTES);
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
      }
      case Map<?, ?> map -> {
        control(out, 7, map.size());
        map.forEach((key, element) -> {
          write(out, key);
          write(out, element);
        });
      }
      case List<?> list -> {
        control(out, 11, list.size());
        list.forEach(element -> write(out, element));
      }
      default -> throw new IllegalArgumentException(value.toString());
    }
  }

  /** Type and size; types past 7 take a byte more. */
  private static void control(ByteArrayOutputStream out, int type, int size) {
    if (size > 28) {
      throw new IllegalArgumentException("a size of " + size);
    }
    out.write((type <= 7 ? type << 5 : 0) | size);
    if (type > 7) {
      out.write(type - 7);
    }
  }
}
