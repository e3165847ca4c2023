package io.waymark.node.token;

import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.token.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps tokens in memory, as long and as well as a test wants it to. */
public final class MemoryTokens implements TokenStore {
  private final TreeMap<String, Token> kept = new TreeMap<>();
  private CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);

  /** From now on every change waits for this, and fails as this does. */
  synchronized void after(CompletableFuture<Void> condition) {
    asked = condition;
  }

  @Override
  public synchronized List<Token> read() {
    return new ArrayList<>(kept.values());
  }

  @Override
  public synchronized CompletionStage<Bucket> put(Token token) {
    return asked.thenApply(_ -> change(() -> kept.put(Token.key(token.name()), token)));
  }

  @Override
  public synchronized CompletionStage<Bucket> remove(String name) {
    return asked.thenApply(_ -> change(() -> kept.remove(Token.key(name))));
  }

  private synchronized Bucket change(Runnable change) {
    change.run();
    return Bucket.EMPTY;
  }
}
