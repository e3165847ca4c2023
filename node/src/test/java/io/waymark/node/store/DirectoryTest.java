package io.waymark.node.store;

import static io.waymark.node.store.StoredText.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store in a real directory. */
final class DirectoryTest {
  @TempDir Path parent;

  @Test
  void isCreatedWhenItsParentExists() {
    Path data = parent.resolve("data");
    LogStore.open(data).close();
    assertThat(data.resolve("state.log")).isNotEmptyFile();
  }

  @Test
  void isNotCreatedWithoutItsParent() {
    Path data = parent.resolve("missing/data");
    assertThatThrownBy(() -> LogStore.open(data))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "cannot create %s: %s is not a directory; create it, or set waymark.node.data to"
                + " another directory",
            data, data.getParent());
  }

  @Test
  void isNotAFile() throws Exception {
    Path file = Files.createFile(parent.resolve("data"));
    assertThatThrownBy(() -> LogStore.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessage(file + " is a file; remove it, or set waymark.node.data to a directory");
  }

  @Test
  void mustBeWritable() {
    // Nobody may create a file there, root included.
    Path data = Path.of("/proc/self");
    assertThatThrownBy(() -> LogStore.open(data))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot use " + data)
        .hasMessageContaining("waymark.node.data");
  }

  @Test
  void isGivenBackWhenItsLogCannotBeOpened() throws Exception {
    Path log = Files.createDirectory(parent.resolve("state.log"));
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> LogStore.open(parent))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("cannot open " + log);
    }
    Files.delete(log);
    LogStore.open(parent).close();
  }

  @Test
  void isTheSameByWhateverPath() throws Exception {
    Path data = Files.createDirectory(parent.resolve("data"));
    Path link = Files.createSymbolicLink(parent.resolve("link"), data);
    try (LogStore store = LogStore.open(data)) {
      assertThat(store.entries()).isEmpty();
      assertThatThrownBy(() -> LogStore.open(link))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("is in use by this process");
    }
    LogStore.open(link).close();
  }

  @Test
  void holdsWhatWasWrittenAfterManyCompactions() {
    Random random = new Random(1);
    var expected = new TreeMap<String, String>();
    LogStore.Limits limits = new LogStore.Limits(1 << 20, 4_000, 3_000, 500);
    for (int life = 0; life < 3; life++) {
      try (LogStore store = LogStore.open(DirectoryFiles.open(parent), limits)) {
        assertThat(StoredText.text(store.entries())).isEqualTo(expected);
        for (int i = 0; i < 60; i++) {
          var write = put("key-" + random.nextInt(20), "v".repeat(random.nextInt(300)));
          StoredText.apply(write, expected);
          store.write(List.of(write)).toCompletableFuture().join();
        }
      }
    }
    assertThat(parent.resolve("state.log.new")).doesNotExist();
  }

  @Test
  void holdsALogLargerThanAnyBuffer() {
    String large = "x".repeat(5 << 20);
    try (LogStore store = LogStore.open(parent)) {
      store
          .write(List.of(put("a", large), put("b", large), put("c", "1")))
          .toCompletableFuture()
          .join();
    }
    try (LogStore store = LogStore.open(parent)) {
      assertThat(StoredText.text(store.entries()))
          .containsOnly(entry("a", large), entry("b", large), entry("c", "1"));
    }
  }
}
