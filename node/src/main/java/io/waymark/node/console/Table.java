package io.waymark.node.console;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells in aligned columns; a column without any text takes no place. */
final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /**
   * Rows with one heading, which stands before the first of them.
   *
   * @param none what stands there where there are no values
   */
  Table rows(String heading, List<String> values, String none) {
    if (values.isEmpty()) {
      return row(heading, none);
    }
    for (int i = 0; i < values.size(); i++) {
      row(i == 0 ? heading : "", values.get(i));
    }
    return this;
  }

  /** Lines without a break after the last. */
  @Override
  public String toString() {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        if (i == widths.size()) {
          widths.add(0);
        }
        widths.set(i, Math.max(widths.get(i), row.get(i).length()));
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        if (widths.get(i) > 0) {
          line.append(row.get(i)).repeat(' ', widths.get(i) - row.get(i).length()).append(GAP);
        }
      }
      lines.add(line.toString().stripTrailing());
    }
    return String.join(System.lineSeparator(), lines);
  }
}
