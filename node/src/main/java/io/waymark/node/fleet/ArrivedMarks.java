package io.waymark.node.fleet;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The latest mark of each entity that each node told of: what it tells may come before this node
 * knows what became of its own edit. Bounded: of each node, the entities it told of last.
 */
final class ArrivedMarks {
  private static final int MARKS_MAX = 2_000;

  private static final class Latest extends LinkedHashMap<String, EditMark> {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, EditMark> eldest) {
      return size() > MARKS_MAX;
    }
  }

  private final String writer;
  private final Map<String, Latest> byNode = new HashMap<>();

  /**
   * @param writer whose edits the marks may be of
   */
  ArrivedMarks(String writer) {
    this.writer = writer;
  }

  void put(String node, List<EditMark> marks) {
    Latest known = byNode.computeIfAbsent(node, name -> new Latest());
    for (EditMark mark : marks) {
      // A former life's writes of this node are nobody's edit here.
      if (mark.writer().isEmpty() || mark.writer().equals(writer)) {
        known.merge(mark.key(), mark, (was, now) -> now.covers(was) ? now : was);
      }
    }
  }

  /** Tells of all of them, by node. */
  void forEach(BiConsumer<String, List<EditMark>> told) {
    byNode.forEach((node, marks) -> told.accept(node, List.copyOf(marks.values())));
  }
}
