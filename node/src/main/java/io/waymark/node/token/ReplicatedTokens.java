package io.waymark.node.token;

import io.waymark.node.profile.ProfileActor;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.Bytes;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Replica;
import io.waymark.protocol.token.Token;
import io.waymark.protocol.token.TokenDocument;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens among the entities that all nodes replicate, each as one field: of two that were made
 * under one name at once the later holds, and one that was revoked anywhere is gone everywhere.
 *
 * <p>Safe for use by many threads.
 */
public final class ReplicatedTokens implements TokenStore {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicatedTokens.class);
  private static final String KEY_PREFIX = "token/";
  private static final String FIELD = "document";
  private static final Duration WITHIN = Duration.ofSeconds(10);

  private record Writer(ActorRef<ProfileActor.Command> actor, Scheduler scheduler) {}

  private volatile SortedMap<String, Token> byKey = Collections.emptySortedMap();
  private volatile @Nullable Writer writer;
  private volatile Runnable listener = () -> {};

  /** Reads what is known; what cannot be read is logged and left where it is. */
  public ReplicatedTokens(Replica replica) {
    for (String key : replica.keys()) {
      changed(key, replica.entity(key));
    }
  }

  /** From now on tokens can be written. */
  public void connect(ActorRef<ProfileActor.Command> actor, Scheduler scheduler) {
    writer = new Writer(actor, scheduler);
  }

  /** Whenever tokens change, here or elsewhere, this is told. */
  public void follow(Runnable follower) {
    listener = follower;
    follower.run();
  }

  /** An entity changed; those that are no tokens are passed over. */
  public void changed(String key, Entity entity) {
    if (!key.startsWith(KEY_PREFIX)) {
      return;
    }
    synchronized (this) {
      SortedMap<String, Token> next = new TreeMap<>(byKey);
      Token token = read(key, entity);
      if (token == null) {
        next.remove(key);
      } else {
        next.put(key, token);
      }
      byKey = Collections.unmodifiableSortedMap(next);
    }
    listener.run();
  }

  private static @Nullable Token read(String key, Entity entity) {
    Bytes document = entity.value(FIELD);
    if (document == null) {
      return null;
    }
    try {
      Token token = TokenDocument.decode(document.toArray());
      if (!key(token.name()).equals(key)) {
        throw new IllegalArgumentException("holds the token " + token.name());
      }
      return token;
    } catch (IllegalArgumentException e) {
      LOG.error(
          "{} cannot be read and is left out: this token is not accepted until one of its name is"
              + " made again ({})",
          key,
          e.getMessage());
      return null;
    }
  }

  @Override
  public List<Token> read() {
    return List.copyOf(byKey.values());
  }

  @Override
  public CompletionStage<Bucket> put(Token token) {
    return write(
        token.name(), Map.of(FIELD, Bytes.copyOf(TokenDocument.encode(token))), token.createdBy());
  }

  @Override
  public CompletionStage<Bucket> remove(String name) {
    return write(name, Map.of(), "");
  }

  private CompletionStage<Bucket> write(String name, Map<String, Bytes> fields, String author) {
    Writer by = writer;
    if (by == null) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("the node has not started yet"));
    }
    CompletionStage<ProfileActor.EntityWritten> asked =
        AskPattern.ask(
            by.actor(),
            replyTo -> new ProfileActor.WriteEntity(key(name), fields, author, replyTo),
            WITHIN,
            by.scheduler());
    return asked.thenCompose(reply ->
        reply.failure() == null
            ? CompletableFuture.completedFuture(reply.written())
            : CompletableFuture.failedFuture(new IllegalStateException(reply.failure())));
  }

  private static String key(String name) {
    return KEY_PREFIX + Token.key(name);
  }
}
