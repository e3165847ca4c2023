package io.waymark.node.location;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with one file; the first of it, and how much more there is. */
final class Faults {
  /** So many are told of one file. */
  static final int TOLD_MAX = 20;

  private final Path file;
  private final List<String> told = new ArrayList<>();
  private int count;

  Faults(Path file) {
    this.file = file;
  }

  void add(String fault) {
    if (++count <= TOLD_MAX) {
      told.add(file + " " + fault);
    }
  }

  /**
   * @param line counted from 1
   */
  void add(int line, String fault) {
    add("line " + line + ": " + fault);
  }

  boolean none() {
    return count == 0;
  }

  List<String> list() {
    List<String> all = new ArrayList<>(told);
    if (count > TOLD_MAX) {
      all.add(file + " has " + (count - TOLD_MAX) + " more faults");
    }
    return all;
  }
}
