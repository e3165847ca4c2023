package io.waymark.node.token;

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
  public synchronized CompletionStage<Void> put(Token token) {
    return asked.thenRun(() -> change(() -> kept.put(Token.key(token.name()), token)));
  }

  @Override
  public synchronized CompletionStage<Void> remove(String name) {
    return asked.thenRun(() -> change(() -> kept.remove(Token.key(name))));
  }

  private synchronized void change(Runnable change) {
    change.run();
  }
}
