package io.waymark.node.routing;

import io.waymark.node.dns.AnswerTable;
import io.waymark.node.dns.Entry;
import io.waymark.node.dns.StaticEntry;
import io.waymark.node.dns.Zone;
import io.waymark.protocol.dns.WireName;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the table's tree of names whole: every name between an existing one and its zone's apex
 * exists too, as an empty non-terminal, so that it is NODATA and not NXDOMAIN (RFC 8020 section 2).
 */
final class NameTree {
  private final AnswerTable table;

  /** How many published names lie below each name. */
  private final Map<String, Integer> below = new HashMap<>();

  private final Map<String, Entry> published = new HashMap<>();

  NameTree(AnswerTable table) {
    this.table = table;
  }

  @Nullable Entry get(byte[] name) {
    return published.get(WireName.text(name));
  }

  /** Publishes an entry in place of whatever its name had. */
  void put(Entry entry) {
    boolean created = published.put(WireName.text(entry.name()), entry) == null;
    table.put(entry);
    if (created) {
      forAncestors(
          entry,
          (ancestor, key) -> {
            if (below.merge(key, 1, Integer::sum) == 1 && !published.containsKey(key)) {
              table.put(StaticEntry.emptyNonTerminal(ancestor, entry.zone()));
            }
          });
    }
  }

  /** Takes a published name away; it stays as an empty non-terminal while others lie below it. */
  void remove(byte[] name) {
    String text = WireName.text(name);
    Entry removed = published.remove(text);
    if (removed == null) {
      return;
    }
    if (below.containsKey(text)) {
      table.put(StaticEntry.emptyNonTerminal(name, removed.zone()));
    } else {
      table.remove(name);
    }
    forAncestors(
        removed,
        (ancestor, key) -> {
          Integer left = below.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
          if (left == null && !published.containsKey(key)) {
            table.remove(ancestor);
          }
        });
  }

  private interface AncestorAction {
    void accept(byte[] name, String text);
  }

  /** The names strictly between the entry's and its zone's apex, from below. */
  private static void forAncestors(Entry entry, AncestorAction action) {
    Zone zone = entry.zone();
    byte[] name = WireName.parent(entry.name());
    while (zone.contains(name) && !zone.isApex(name)) {
      action.accept(name, WireName.text(name));
      name = WireName.parent(name);
    }
  }
}
