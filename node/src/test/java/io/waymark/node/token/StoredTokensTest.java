package io.waymark.node.token;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.waymark.node.store.DurableStore;
import io.waymark.node.store.LogStore;
import io.waymark.protocol.token.NewToken;
import io.waymark.protocol.token.Role;
import io.waymark.protocol.token.Token;
import io.waymark.protocol.token.TokenDocument;
import io.waymark.protocol.token.TokenText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class StoredTokensTest {
  @TempDir Path data;

  private final Random random = new Random(1);

  private Token token(String name) {
    return Token.of(
        new NewToken(name, Role.VIEWER),
        TokenText.mint(random),
        Instant.parse("2026-01-02T03:04:05Z"),
        "bootstrap",
        random);
  }

  @Test
  void areReadAfterARestartInTheOrderOfTheirNames() throws Exception {
    Token second = token("Second");
    Token first = token("first");
    try (LogStore store = LogStore.open(data)) {
      StoredTokens tokens = new StoredTokens(store);
      tokens.put(second).toCompletableFuture().get();
      tokens.put(token("gone")).toCompletableFuture().get();
      tokens.put(first).toCompletableFuture().get();
      tokens.remove("GONE").toCompletableFuture().get();
    }
    try (LogStore store = LogStore.open(data)) {
      assertThat(new StoredTokens(store).read()).containsExactly(first, second);
    }
  }

  @Test
  void whatCannotBeReadIsSaidLoudlyAndLeftWhereItIs() throws Exception {
    Token good = token("good");
    Token misplaced = token("misplaced");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(StoredTokens.class);
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false);
    try (LogStore store = LogStore.open(data)) {
      StoredTokens tokens = new StoredTokens(store);
      tokens.put(good).toCompletableFuture().get();
      byte[] document = TokenDocument.encode(misplaced);
      byte[] value = new byte[document.length + 1];
      value[0] = 1;
      System.arraycopy(document, 0, value, 1, document.length);
      List<DurableStore.Write> damaged =
          List.of(
              new DurableStore.Write("profile/shop", new byte[] {1}),
              new DurableStore.Write("token/empty", new byte[0]),
              new DurableStore.Write("token/later", new byte[] {9, 9}),
              new DurableStore.Write("token/other", value),
              new DurableStore.Write(
                  "token/torn", "\u0001{\"name".getBytes(StandardCharsets.US_ASCII)));
      store.write(damaged).toCompletableFuture().get();

      assertThat(tokens.read()).containsExactly(good);

      assertThat(log.list)
          .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
          .satisfiesExactly(
              line -> assertThat(line).startsWith("ERROR token/empty cannot be read"),
              line -> assertThat(line).startsWith("ERROR token/later ").contains("format 9"),
              line -> assertThat(line).startsWith("ERROR token/other ").contains("misplaced"),
              line -> assertThat(line).startsWith("ERROR token/torn ").contains("is not JSON"));
      assertThat(store.entries()).containsKeys("token/torn", "token/later");
    } finally {
      logger.detachAppender(log);
      logger.setAdditive(true);
    }
  }
}
