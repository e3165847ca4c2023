package io.waymark.node.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code reference.conf} and the reader know the same settings. */
final class ReferenceTest {
  private static final String ZONES = "waymark.dns.zones";

  private static final ConfigObject REFERENCE =
      (ConfigObject) Objects.requireNonNull(SettingsLoader.reference().root().get("waymark"));

  @Test
  void documentsExactlyWhatIsRead() {
    List<String> documented = new ArrayList<>();
    collect("waymark", REFERENCE, documented);
    for (String key : zoneKeys()) {
      documented.add(ZONES + "[]." + key);
    }

    assertThat(new TreeSet<>(SettingsLoader.keysRead()))
        .containsExactlyElementsOf(new TreeSet<>(documented));
  }

  @Test
  void explainsEveryKey() {
    explained("waymark", REFERENCE);
  }

  @Test
  void explainsEveryKeyOfAZone() {
    List<String> lines = zoneComment();
    for (int i = 0; i < lines.size(); i++) {
      if (isZoneKey(lines.get(i))) {
        assertThat(lines.get(i - 1)).as(lines.get(i)).startsWith("   # ").doesNotContain("=");
      }
    }
  }

  private static void collect(String path, ConfigObject block, List<String> keys) {
    for (Map.Entry<String, ConfigValue> entry : block.entrySet()) {
      keys.add(path + "." + entry.getKey());
      if (entry.getValue() instanceof ConfigObject inner) {
        collect(path + "." + entry.getKey(), inner, keys);
      }
    }
  }

  private static void explained(String path, ConfigObject block) {
    for (Map.Entry<String, ConfigValue> entry : block.entrySet()) {
      String key = path + "." + entry.getKey();
      assertThat(String.join("", entry.getValue().origin().comments()))
          .as("comment of " + key)
          .hasSizeGreaterThan(10);
      if (entry.getValue() instanceof ConfigObject inner) {
        explained(key, inner);
      }
    }
  }

  /** A zone is an element of a list, so its keys stand in the comment of the list. */
  private static List<String> zoneKeys() {
    return zoneComment().stream()
        .filter(ReferenceTest::isZoneKey)
        .map(line -> line.strip().replaceFirst("[ =].*", ""))
        .toList();
  }

  private static boolean isZoneKey(String line) {
    return line.matches("   [a-z-]+ [={].*");
  }

  private static List<String> zoneComment() {
    return SettingsLoader.reference().getValue(ZONES).origin().comments();
  }
}
