package io.waymark.node.token;

import io.waymark.node.profile.AuditLog;
import io.waymark.node.profile.Author;
import io.waymark.protocol.admin.Problem;
import io.waymark.protocol.profile.Violation;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.token.NewToken;
import io.waymark.protocol.token.Role;
import io.waymark.protocol.token.SaltedHash;
import io.waymark.protocol.token.Token;
import io.waymark.protocol.token.TokenText;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and revokes tokens, one at a time: has the change kept, then accepted, then audited, and
 * only then says that it is done.
 *
 * <p>Reading is for any thread. {@link #create} and {@link #revoke} wait, and are for threads that
 * may.
 */
public final class TokenRegister {
  /** Most tokens besides the bootstrap token. */
  public static final int TOKENS_MAX = 10_000;

  /** A change that has not had its turn by then is refused. */
  private static final Duration TURN_WITHIN = Duration.ofSeconds(5);

  /** A change that is not kept by then is reported as unknown; it may still become so. */
  private static final Duration KEPT_WITHIN = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(TokenRegister.class);

  /** What came of a change. */
  public sealed interface Outcome {}

  /**
   * It would survive a crash, and is accepted.
   *
   * @param text to be shown once
   * @param written by which one finds out who has it
   */
  public record Created(Token token, TokenText text, Bucket written) implements Outcome {}

  /**
   * A crash would not bring it back, and it is accepted no more.
   *
   * @param written by which one finds out who has it
   */
  public record Revoked(Token token, Bucket written) implements Outcome {}

  /** Nothing was changed, unless the problem says otherwise. */
  public record Refused(Problem problem) implements Outcome {}

  private final BootstrapToken bootstrap;

  /** What the other nodes call it. */
  private final String sharedName;

  private final TokenStore store;
  private final AuditLog audit;
  private final InstantSource time;
  private final SecureRandom random;
  private final Tokens accepted;

  // Given back by whichever thread learns that the store is done, so it is no lock.
  private final Semaphore turn = new Semaphore(1);
  private volatile SortedMap<String, Token> byName = Collections.emptySortedMap();

  /**
   * Reads what is kept; whoever holds one of these is accepted from now on.
   *
   * @param node whose bootstrap token this is
   */
  public TokenRegister(
      String node,
      BootstrapToken bootstrap,
      TokenStore store,
      AuditLog audit,
      InstantSource time,
      SecureRandom random) {
    this.bootstrap = bootstrap;
    this.sharedName = Token.bootstrapOf(node);
    this.store = store;
    this.audit = audit;
    this.time = time;
    this.random = random;
    this.accepted = new Tokens(bootstrap, random);
    refresh();
  }

  /** What is kept has changed, here or elsewhere: it is what is accepted from now on. */
  public synchronized void refresh() {
    SortedMap<String, Token> kept = new TreeMap<>();
    store.read().forEach(token -> kept.put(Token.key(token.name()), token));
    kept.remove(Token.key(sharedName)); // here the file counts
    byName = Collections.unmodifiableSortedMap(kept);
    accepted.accept(kept.values());
  }

  /**
   * Has the other nodes accept this node's bootstrap token too, if they do not yet. Never waits.
   */
  public void shareBootstrap() {
    for (Token shared : store.read()) {
      if (Token.key(shared.name()).equals(Token.key(sharedName))
          && shared.secret().matches(bootstrap.text())) {
        return;
      }
    }
    Token shared =
        new Token(
            sharedName,
            Role.ADMIN,
            TokenText.mint(random).id(),
            SaltedHash.of(bootstrap.text(), random),
            bootstrap.createdAt(),
            sharedName);
    var _ =
        store
            .put(shared)
            .whenComplete((_, failure) -> {
              if (failure != null) {
                LOG.warn(
                    "the token in {} counts on this node alone until the next start: {}",
                    BootstrapToken.FILE,
                    failure.toString());
              }
            });
  }

  /** Who is admitted at this moment; the same object for good. */
  public Tokens accepted() {
    return accepted;
  }

  /** The token of this node's first start, which is not in the store. */
  public BootstrapToken bootstrap() {
    return bootstrap;
  }

  /** All but this node's bootstrap token, in the order of their names. */
  public Collection<Token> all() {
    return byName.values();
  }

  /**
   * The token of that name, without case; null when there is none, or it is the bootstrap token.
   */
  public @Nullable Token find(String name) {
    return byName.get(Token.key(name));
  }

  /** Makes a token. */
  public Outcome create(NewToken wanted, Author author) {
    return inTurn(() -> {
      String fault = nameFault(wanted.name());
      if (fault != null) {
        return refused(
            Problem.of(
                List.of(new Violation("name", wanted.name(), fault, Violation.Kind.CONFLICT))));
      }
      if (byName.size() >= TOKENS_MAX) {
        return refused(
            new Problem(409, "there are " + TOKENS_MAX + " tokens already; revoke one first"));
      }
      TokenText text = TokenText.mint(random);
      Token token =
          Token.of(
              wanted, text, time.instant().truncatedTo(ChronoUnit.MILLIS), author.who(), random);
      return kept(
          () -> store.put(token),
          new TokenChange(null, token),
          "POST",
          author,
          written -> new Created(token, text, written));
    });
  }

  /** Revokes a token. */
  public Outcome revoke(String name, Author author) {
    return inTurn(() -> {
      if (BootstrapToken.reserves(name) || Token.key(name).equals(Token.key(sharedName))) {
        return refused(
            new Problem(
                409,
                "the bootstrap token cannot be revoked here: it is the file DATA/"
                    + BootstrapToken.FILE
                    + "; remove the file and restart the node to have a new one minted"));
      }
      Token token = find(name);
      if (token == null) {
        return refused(new Problem(404, "there is no token named " + name));
      }
      return kept(
          () -> store.remove(token.name()),
          new TokenChange(token, null),
          "DELETE",
          author,
          written -> new Revoked(token, written));
    });
  }

  private @Nullable String nameFault(String name) {
    if (BootstrapToken.reserves(name)) {
      return "is reserved for the token in DATA/" + BootstrapToken.FILE;
    }
    return find(name) == null ? null : "is the name of another token, and names are unique";
  }

  /** Has the change made when no other is under way. */
  private Outcome inTurn(Supplier<CompletionStage<Outcome>> change) {
    try {
      if (!turn.tryAcquire(TURN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Refused(new Problem(429, "other changes of tokens are under way; try again"));
      }
      return given(change)
          .whenComplete((_, _) -> turn.release())
          .toCompletableFuture()
          .get(KEPT_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Refused(
          new Problem(
              503,
              "the store did not answer within "
                  + KEPT_WITHIN.toSeconds()
                  + " s; the change may still be made, so look before trying again"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Refused(new Problem(503, "the node is stopping"));
    } catch (ExecutionException e) {
      throw new IllegalStateException("a change of tokens failed", e.getCause());
    }
  }

  private static CompletionStage<Outcome> given(Supplier<CompletionStage<Outcome>> change) {
    try {
      return change.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The outcome, once the store has kept the change; what follows never waits. */
  private CompletionStage<Outcome> kept(
      Supplier<CompletionStage<Bucket>> write,
      TokenChange change,
      String method,
      Author author,
      Function<Bucket, Outcome> done) {
    return write
        .get()
        .handle((written, failure) -> {
          if (written == null) {
            Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            LOG.error(
                "a change of tokens was refused: it could not be stored: {}", cause.toString());
            return new Refused(
                new Problem(503, "the change could not be stored: " + cause.getMessage()));
          }
          refresh();
          audit.append(List.of(new AuditLog.Entry(time.instant(), author, method, change)));
          return done.apply(written);
        });
  }

  private static CompletionStage<Outcome> refused(Problem problem) {
    return CompletableFuture.completedFuture(new Refused(problem));
  }
}
