package io.waymark.node.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.replica.Bytes;
import io.waymark.protocol.replica.Dot;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Replica;
import io.waymark.protocol.replica.Stamp;
import io.waymark.protocol.token.NewToken;
import io.waymark.protocol.token.Role;
import io.waymark.protocol.token.Token;
import io.waymark.protocol.token.TokenDocument;
import io.waymark.protocol.token.TokenText;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ReplicatedTokensTest {
  private final Random random = new Random(1);
  private final Replica replica = new Replica("eu-1#1");

  private Token token(String name) {
    return Token.of(
        new NewToken(name, Role.VIEWER),
        TokenText.mint(random),
        Instant.parse("2026-01-02T03:04:05Z"),
        "bootstrap",
        random);
  }

  private static Entity entity(String writer, long millis, byte[] document) {
    return Entity.EMPTY.write(
        new Dot(writer, Stamp.of(millis, 0)),
        "ops",
        Map.of("document", Optional.of(Bytes.copyOf(document))));
  }

  private static Entity entity(String writer, long millis, Token token) {
    return entity(writer, millis, TokenDocument.encode(token));
  }

  @Test
  void areReadInTheOrderOfTheirNames() {
    Token second = token("Second");
    Token first = token("first");
    replica.merge("token/second", entity("w", 1, second));
    replica.merge("token/first", entity("w", 2, first));
    replica.merge("token/gone", entity("w", 3, token("gone")).delete());
    replica.merge("profile/shop", entity("w", 4, token("shop")));
    assertThat(new ReplicatedTokens(replica).read()).containsExactly(first, second);
  }

  @Test
  void whatIsMadeOrRevokedElsewhereIsToldOf() {
    ReplicatedTokens tokens = new ReplicatedTokens(replica);
    AtomicInteger told = new AtomicInteger();
    tokens.follow(told::incrementAndGet);
    Token made = token("ci");
    Entity entity = entity("us-1#1", 5, made);
    tokens.changed("token/ci", entity);
    assertThat(tokens.read()).containsExactly(made);
    tokens.changed("token/ci", entity.delete());
    assertThat(tokens.read()).isEmpty();
    tokens.changed("profile/shop", entity);
    assertThat(told).hasValue(3);
  }

  @Test
  void ofTwoMadeAtOnceUnderOneNameTheLaterHoldsWhole() {
    Token early = token("ci");
    Token late = token("CI");
    Entity merged = entity("us-1#1", 5, late).merge(entity("eu-1#1", 4, early));
    ReplicatedTokens tokens = new ReplicatedTokens(replica);
    tokens.changed("token/ci", merged);
    assertThat(tokens.read()).containsExactly(late);
  }

  @Test
  void whatCannotBeReadIsLeftOut() {
    Token good = token("good");
    replica.merge("token/good", entity("w", 1, good));
    replica.merge("token/misplaced", entity("w", 2, token("other")));
    replica.merge("token/torn", entity("w", 3, new byte[] {'{'}));
    assertThat(new ReplicatedTokens(replica).read()).containsExactly(good);
  }

  @Test
  void nothingCanBeWrittenBeforeTheNodeHasStarted() {
    assertThat(new ReplicatedTokens(replica).put(token("ci")).toCompletableFuture())
        .isCompletedExceptionally();
  }
}
