package io.waymark.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MeasuredStoreTest {
  @TempDir Path data;

  @Test
  void aWriteIsPendingUntilItEndsOneWayOrTheOther() {
    CompletableFuture<Void> first = new CompletableFuture<>();
    CompletableFuture<Void> second = new CompletableFuture<>();
    MeasuredStore store = new MeasuredStore(new Answering(List.of(first, second)));
    assertThat(store.write(List.of())).isSameAs(first);
    store.write(List.of());
    assertThat(store.pending()).isEqualTo(2);
    assertThat(store.storedNanos()).isZero();
    first.complete(null);
    assertThat(store.pending()).isEqualTo(1);
    assertThat(store.stored()).isEqualTo(1);
    assertThat(store.storedNanos()).isPositive();
    second.completeExceptionally(new StoreException.Busy("too much is waiting"));
    assertThat(store.pending()).isZero();
    assertThat(store.stored()).isEqualTo(1);
    assertThat(store.failed()).isEqualTo(1);
  }

  @Test
  void anArgumentThatIsRefusedIsNoWrite() {
    try (MeasuredStore store = new MeasuredStore(LogStore.open(data))) {
      assertThatThrownBy(() -> store.write(List.of(new DurableStore.Write("", new byte[1]))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(store.pending() + store.stored() + store.failed()).isZero();
    }
  }

  @Test
  void otherwiseItIsTheStoreBehindIt() {
    try (MeasuredStore store = new MeasuredStore(LogStore.open(data))) {
      store
          .write(List.of(new DurableStore.Write("profile/shop", new byte[] {7})))
          .toCompletableFuture()
          .join();
      assertThat(store.entries()).containsOnlyKeys("profile/shop");
      assertThat(store.storeId()).isNotZero();
    }
    // It gave the directory back.
    try (LogStore store = LogStore.open(data)) {
      assertThat(store.entries()).containsOnlyKeys("profile/shop");
    }
  }

  /** Gives out these stages, one for each write. */
  private static final class Answering implements DurableStore {
    private final java.util.Iterator<CompletableFuture<Void>> stages;

    Answering(List<CompletableFuture<Void>> stages) {
      this.stages = stages.iterator();
    }

    @Override
    public Map<String, byte[]> entries() {
      return Map.of();
    }

    @Override
    public CompletionStage<Void> write(List<Write> batch) {
      return stages.next();
    }

    @Override
    public long storeId() {
      return 1;
    }

    @Override
    public void close() {}
  }
}
