package io.waymark.node.store;

import io.waymark.node.store.DurableStore.Write;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * A process that opens the directory it is given and writes numbered batches until it is killed;
 * each number goes to standard output once its batch is acknowledged. Where the store does not open
 * it prints why and ends.
 */
final class StoreProcess {
  static final int KEYS = 40;

  /** Small, so that compactions go on all the time. */
  static final LogStore.Limits LIMITS = new LogStore.Limits(1 << 20, 8_000, 20_000, 2_000);

  private static final int UNDER_WAY_MAX = 16;

  private StoreProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    try (LogStore store = LogStore.open(DirectoryFiles.open(Path.of(arguments[0])), LIMITS)) {
      System.out.println("open");
      Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
      for (int i = 1; ; i++) {
        int number = i;
        underWay.acquire();
        store
            .write(batch(number))
            .whenComplete((_, failure) -> {
              System.out.println(failure == null ? Integer.toString(number) : failure);
              underWay.release();
            });
      }
    } catch (StoreException e) {
      System.out.println(e.getMessage());
    }
  }

  /** Two keys that must always tell the same number, and one of many others. */
  static List<Write> batch(int number) {
    String text = Integer.toString(number);
    return List.of(
        StoredText.put("first", text),
        StoredText.put("other-" + number % KEYS, text + " " + "x".repeat(number % 97)),
        StoredText.put("last", text));
  }
}
