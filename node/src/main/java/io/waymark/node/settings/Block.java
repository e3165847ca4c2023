package io.waymark.node.settings;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One block of the configuration, read key by key.
 *
 * <p>What is wrong goes into the {@link Findings} and reading goes on, so that all faults come at
 * once. A key that holds null counts as absent. After the last key, {@link #end} names the keys
 * that nobody asked for.
 */
final class Block {
  private final String path;
  private final String pattern;
  private final ConfigObject values;
  private final Findings findings;
  private final Set<String> known = new LinkedHashSet<>();

  /** The outermost block. */
  Block(String path, ConfigObject values, Findings findings) {
    this(path, path, values, findings);
  }

  private Block(String path, String pattern, ConfigObject values, Findings findings) {
    this.path = path;
    this.pattern = pattern;
    this.values = values;
    this.findings = findings;
  }

  /** The value of a key that must be there. */
  <T> T required(String key, Form<T> form) {
    T value = optional(key, form);
    if (value == null && absent(key)) {
      findings.fault(path(key), "missing", "must be " + form.accepted(), origin(key));
    }
    return value == null ? form.meanwhile() : value;
  }

  /** The value of a key, null where it is absent (or faulty). */
  <T> @Nullable T optional(String key, Form<T> form) {
    ConfigValue value = read(key);
    return value == null ? null : parse(path(key), value, form);
  }

  /** The values of a list; a single value stands for a list of one, an absent one for none. */
  <T> List<T> list(String key, Form<T> form) {
    ConfigValue value = read(key);
    return value == null ? List.of() : elements(path(key), value, form);
  }

  /** An inner block; an absent one is empty. */
  Block block(String key) {
    ConfigValue value = read(key);
    if (value == null || value instanceof ConfigObject) {
      ConfigObject inner =
          value instanceof ConfigObject object ? object : ConfigValueFactory.fromMap(Map.of());
      return new Block(path(key), pattern + "." + key, inner, findings);
    }
    findings.fault(path(key), text(value), "must be a block in braces", value.origin());
    // What the block should have held is not missing as well.
    return new Block(path(key), pattern, ConfigValueFactory.fromMap(Map.of()), new Findings());
  }

  /** A list of blocks. */
  List<Block> blocks(String key) {
    ConfigValue value = read(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof ConfigList list)) {
      findings.fault(path(key), text(value), "must be a list of blocks", value.origin());
      return List.of();
    }
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String element = path(key) + "[" + i + "]";
      if (list.get(i) instanceof ConfigObject object) {
        blocks.add(new Block(element, pattern + "." + key + "[]", object, findings));
      } else {
        ConfigValue other = list.get(i);
        findings.fault(element, text(other), "must be a block in braces", other.origin());
      }
    }
    return blocks;
  }

  /**
   * A block whose keys are names with dots in them, each with a list; quoted or not, since HOCON
   * takes an unquoted dot for one more block.
   */
  <T> Map<String, List<T>> listsByName(String key, Form<T> form) {
    Map<String, List<T>> lists = new LinkedHashMap<>();
    block(key).collect("", form, lists);
    return lists;
  }

  private <T> void collect(String prefix, Form<T> form, Map<String, List<T>> lists) {
    values.forEach((key, value) -> {
      if (value instanceof ConfigObject inner) {
        new Block(path(key), pattern, inner, findings).collect(prefix + key + ".", form, lists);
      } else {
        lists.put(prefix + key, elements(path(key), value, form));
      }
    });
  }

  /** Whether the key holds nothing. */
  boolean absent(String key) {
    ConfigValue value = values.get(key);
    return value == null || value.valueType() == ConfigValueType.NULL;
  }

  /** Reports that a value, though of the right form, cannot stand. */
  void fault(String key, Object value, String message) {
    findings.fault(path(key), value.toString(), message, origin(key));
  }

  /** Reports something that is probably not meant. */
  void warning(String key, Object value, String message) {
    findings.warning(path(key), value.toString(), message, origin(key));
  }

  /** Reports every key that was not asked for. */
  void end() {
    values.forEach((key, value) -> {
      if (!known.contains(key)) {
        String meant = Similar.to(key, known);
        String hint =
            meant == null ? "there are " + String.join(", ", known) : "did you mean " + meant + "?";
        findings.fault(path(key), text(value), "is not a setting; " + hint, value.origin());
      }
    });
  }

  private String path(String key) {
    return path + "." + key;
  }

  private ConfigOrigin origin(String key) {
    ConfigValue value = values.get(key);
    return value == null ? values.origin() : value.origin();
  }

  private @Nullable ConfigValue read(String key) {
    known.add(key);
    findings.keysRead.add(pattern + "." + key);
    return absent(key) ? null : values.get(key);
  }

  private <T> List<T> elements(String at, ConfigValue value, Form<T> form) {
    List<ConfigValue> elements = value instanceof ConfigList list ? list : List.of(value);
    List<T> parsed = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      String element = value instanceof ConfigList ? at + "[" + i + "]" : at;
      T one = parse(element, elements.get(i), form);
      parsed.add(one == null ? form.meanwhile() : one);
    }
    return List.copyOf(parsed);
  }

  private <T> @Nullable T parse(String at, ConfigValue value, Form<T> form) {
    T parsed =
        switch (value.valueType()) {
          case OBJECT, LIST, NULL -> null;
          case BOOLEAN, NUMBER, STRING -> form.parse().apply(text(value).strip());
        };
    if (parsed == null) {
      findings.fault(at, text(value), "must be " + form.accepted(), value.origin());
    }
    return parsed;
  }

  /** As the operator wrote it, without quotes. */
  private static String text(ConfigValue value) {
    return switch (value.valueType()) {
      case OBJECT, LIST, NULL -> value.render(ConfigRenderOptions.concise());
      case BOOLEAN, NUMBER, STRING -> value.atKey("value").getString("value");
    };
  }
}
