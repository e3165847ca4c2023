package io.waymark.node.location;

import io.waymark.protocol.location.LocationIndexBuilder;
import io.waymark.protocol.location.Regions;
import io.waymark.protocol.net.Prefix;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Measured latencies: CSV with the header {@code prefix,region,milliseconds}. */
final class LatencyFile {
  private static final String HEADER = "prefix,region,milliseconds";
  private static final int COLUMNS = 3;
  private static final int MILLISECONDS_MAX = 60_000;
  private static final int MICROS_PER_MILLISECOND = 1_000;
  private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,5}(\\.[0-9]{1,3})?");

  private record Row(Prefix prefix, int region, int micros, int line) {}

  private final Regions regions;
  private final Faults faults;
  private final List<Row> rows = new ArrayList<>();
  private String prefixText = "";
  private @Nullable Prefix prefix;

  private LatencyFile(Regions regions, Faults faults) {
    this.regions = regions;
    this.faults = faults;
  }

  /**
   * @param faults told what is wrong; then the index is not to be used
   */
  static void read(byte[] file, LocationIndexBuilder index, Regions regions, Faults faults) {
    LatencyFile reading = new LatencyFile(regions, faults);
    reading.lines(new String(file, StandardCharsets.UTF_8).lines().iterator());
    reading.rows.sort(Comparator.comparing(Row::prefix).thenComparingInt(Row::region));
    reading.giveTo(index);
  }

  private void lines(Iterator<String> lines) {
    String header = lines.hasNext() ? lines.next().strip() : "";
    // Spreadsheets put a byte order mark before what they save as UTF-8.
    if (!header.replace("\ufeff", "").equals(HEADER)) {
      faults.add(1, "the header (" + header + ") must be " + HEADER);
      return;
    }
    for (int line = 2; lines.hasNext(); line++) {
      String text = lines.next();
      if (!text.isBlank()) {
        row(text, line);
      }
    }
  }

  private void row(String text, int line) {
    String[] cells = text.split(",", -1);
    if (cells.length != COLUMNS) {
      faults.add(line, "has " + cells.length + " columns, not " + COLUMNS + ": " + HEADER);
      return;
    }
    Prefix of = prefix(cells[0].strip(), line);
    int region = regions.number(cells[1].strip());
    if (region == Regions.UNKNOWN) {
      faults.add(line, "region (" + cells[1].strip() + ") must be one that the regions file names");
    }
    int micros = micros(cells[2].strip(), line);
    if (of != null && region >= 0 && micros >= 0) {
      rows.add(new Row(of, region, micros, line));
    }
  }

  /** Rows of one prefix mostly stand together, and reading it is what takes long. */
  private @Nullable Prefix prefix(String text, int line) {
    if (prefix == null || !prefixText.equals(text)) {
      try {
        prefix = Prefix.parse(text);
        prefixText = text;
      } catch (IllegalArgumentException e) {
        prefix = null;
        faults.add(
            line, "prefix (" + text + ") must be one such as 192.0.2.0/24: " + e.getMessage());
      }
    }
    return prefix;
  }

  private int micros(String text, int line) {
    if (MILLISECONDS.matcher(text).matches()) {
      long micros = Math.round(Double.parseDouble(text) * MICROS_PER_MILLISECOND);
      if (micros <= MILLISECONDS_MAX * (long) MICROS_PER_MILLISECOND) {
        return (int) micros;
      }
    }
    faults.add(
        line,
        "milliseconds ("
            + text
            + ") must be a number in [0, "
            + MILLISECONDS_MAX
            + "] with at most three decimals");
    return -1;
  }

  private void giveTo(LocationIndexBuilder index) {
    SortedMap<Integer, Integer> micros = new TreeMap<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      if (micros.put(row.region(), row.micros()) != null) {
        faults.add(
            row.line(),
            row.prefix()
                + " to "
                + regions.get(row.region()).name()
                + " is already on line "
                + rows.get(i - 1).line());
      }
      if (i + 1 == rows.size() || !rows.get(i + 1).prefix().equals(row.prefix())) {
        index.latencies(row.prefix(), micros);
        micros.clear();
      }
    }
  }
}
