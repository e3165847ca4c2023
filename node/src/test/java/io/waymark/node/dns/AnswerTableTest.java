package io.waymark.node.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.dns.RecordType;
import io.waymark.protocol.dns.Records;
import io.waymark.protocol.dns.WireName;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class AnswerTableTest {

  @Test
  void holdsWhatAMapWouldHold() {
    Seeds.forEach(
        50,
        random -> {
          AnswerTable table = new AnswerTable();
          Map<String, Entry> model = new HashMap<>();
          for (int i = 0; i < 3_000; i++) {
            String name = "n" + random.nextInt(400) + ".tm.example";
            if (random.nextInt(3) == 0) {
              table.remove(WireName.of(name));
              model.remove(name);
            } else {
              Entry entry = entry(name, "v" + i);
              table.put(entry);
              model.put(name, entry);
            }
          }
          assertThat(table.size()).isEqualTo(model.size());
          for (int i = 0; i < 400; i++) {
            String name = "n" + i + ".tm.example";
            assertThat(table.find(WireName.of(name))).isSameAs(model.get(name));
          }
        });
  }

  @Test
  void neverLosesSightOfANameWhileOthersComeAndGo() throws Exception {
    AnswerTable table = new AnswerTable();
    byte[] stable = WireName.of("stable.tm.example");
    table.put(entry("stable.tm.example", "0"));
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<String> failure = new AtomicReference<>();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              while (!done.get()) {
                if (table.find(stable) == null) {
                  failure.set("the stable name was not found");
                }
              }
            });
    for (int i = 0; i < 100_000; i++) {
      table.put(entry("n" + i % 5_000 + ".tm.example", "x"));
      if (i % 3 == 0) {
        table.remove(WireName.of("n" + i / 2 % 5_000 + ".tm.example"));
      }
      if (i % 100 == 0) {
        table.put(entry("stable.tm.example", String.valueOf(i)));
      }
    }
    done.set(true);
    reader.join();
    assertThat(failure.get()).isNull();
  }

  private static Entry entry(String name, String text) {
    return new StaticEntry.Builder(WireName.of(name), SampleTable.ZONE)
        .add(RecordType.TXT, Records.txt(1, 30, text))
        .build();
  }
}
