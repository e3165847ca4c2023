package io.waymark.node.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.node.profile.AuditLog;
import io.waymark.node.profile.Author;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.token.NewToken;
import io.waymark.protocol.token.Role;
import io.waymark.protocol.token.Token;
import io.waymark.protocol.token.TokenText;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenRegisterTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.006007Z");
  private static final Author AUTHOR = new Author("bootstrap", "192.0.2.99");

  @TempDir Path data;

  private final SecureRandom random = new SecureRandom();
  private final MemoryTokens store = new MemoryTokens();
  private AuditLog audit;
  private TokenRegister register;

  @BeforeEach
  void start() {
    audit = new AuditLog(data);
    register = register();
  }

  @AfterEach
  void stop() {
    audit.close();
  }

  private TokenRegister register() {
    return registerOf("eu-1", "written-by-an-operator-0123456789abcdef");
  }

  private TokenRegister registerOf(String node, String text) {
    return new TokenRegister(
        node, new BootstrapToken(text, AT), store, audit, InstantSource.fixed(AT), random);
  }

  private TokenRegister.Created create(String name) {
    return (TokenRegister.Created) register.create(new NewToken(name, Role.OPERATOR), AUTHOR);
  }

  @Test
  void acceptsWhatItMadeUntilItIsRevoked() {
    TokenRegister.Created made = create("ci");
    String text = made.text().reveal();
    assertThat(register.accepted().find(text)).isEqualTo(new Tokens.Holder("ci", Role.OPERATOR));
    assertThat(made.token().createdAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05.006Z"));
    assertThat(register.find("CI")).isEqualTo(made.token());

    assertThat(register.revoke("Ci", AUTHOR))
        .isEqualTo(new TokenRegister.Revoked(made.token(), Bucket.EMPTY));

    assertThat(register.accepted().find(text)).isNull();
    assertThat(register.find("ci")).isNull();
    assertThat(store.read()).isEmpty();
  }

  @Test
  void acceptsTheBootstrapTokenWhateverItsForm() {
    create("ci");
    assertThat(register.accepted().find("written-by-an-operator-0123456789abcdef"))
        .isEqualTo(new Tokens.Holder("bootstrap", Role.ADMIN));
    assertThat(register.accepted().find("written-by-an-operator-0123456789abcdeF")).isNull();
    assertThat(register.accepted().find("")).isNull();
    assertThat(register.accepted().find(TokenText.mint(random).reveal())).isNull();
  }

  @Test
  void everyNodeAcceptsTheBootstrapTokenOfEachOther() {
    TokenRegister other = registerOf("us-1", "written-for-another-node-0123456789abcdef");
    register.shareBootstrap();
    other.shareBootstrap();
    register.refresh();
    other.refresh();

    assertThat(register.accepted().find("written-for-another-node-0123456789abcdef"))
        .isEqualTo(new Tokens.Holder("bootstrap@us-1", Role.ADMIN));
    assertThat(other.accepted().find("written-by-an-operator-0123456789abcdef"))
        .isEqualTo(new Tokens.Holder("bootstrap@eu-1", Role.ADMIN));
    assertThat(register.accepted().find("written-by-an-operator-0123456789abcdef"))
        .isEqualTo(new Tokens.Holder("bootstrap", Role.ADMIN));
    assertThat(register.all()).extracting(Token::name).containsExactly("bootstrap@us-1");
  }

  @Test
  void theBootstrapTokenOfAnotherNodeIsRevokedLikeAnyOther() {
    TokenRegister other = registerOf("us-1", "written-for-another-node-0123456789abcdef");
    other.shareBootstrap();
    register.refresh();

    assertThat(register.revoke("bootstrap@us-1", AUTHOR)).isInstanceOf(TokenRegister.Revoked.class);
    assertThat(register.accepted().find("written-for-another-node-0123456789abcdef")).isNull();
    assertThat(register.revoke("bootstrap@eu-1", AUTHOR)).isInstanceOf(TokenRegister.Refused.class);
  }

  @Test
  void aNewFileReplacesWhatTheOthersAccept() {
    registerOf("us-1", "written-for-another-node-0123456789abcdef").shareBootstrap();
    registerOf("us-1", "written-after-a-loss-0123456789abcdef").shareBootstrap();
    register.refresh();

    assertThat(register.accepted().find("written-for-another-node-0123456789abcdef")).isNull();
    assertThat(register.accepted().find("written-after-a-loss-0123456789abcdef")).isNotNull();
  }

  @Test
  void acceptsAfterARestartWhatWasKept() {
    TokenRegister.Created kept = create("kept");
    TokenRegister.Created revoked = create("revoked");
    register.revoke("revoked", AUTHOR);
    TokenRegister restarted = register();
    assertThat(restarted.all()).containsExactly(kept.token());
    assertThat(restarted.accepted().find(kept.text().reveal())).isNotNull();
    assertThat(restarted.accepted().find(revoked.text().reveal())).isNull();
  }

  @Test
  void whatCannotBeKeptChangesNothing() {
    TokenRegister.Created made = create("ci");
    store.after(CompletableFuture.failedFuture(new IOException("No space left on device")));
    for (TokenRegister.Outcome outcome :
        new TokenRegister.Outcome[] {
          register.create(new NewToken("other", Role.ADMIN), AUTHOR), register.revoke("ci", AUTHOR)
        }) {
      var problem = ((TokenRegister.Refused) outcome).problem();
      assertThat(problem.status()).isEqualTo(503);
      assertThat(problem.detail()).contains("No space left on device");
    }
    assertThat(register.all()).containsExactly(made.token());
    assertThat(register.accepted().find(made.text().reveal())).isNotNull();
    store.after(CompletableFuture.completedFuture(null));
    assertThat(create("other").token().name()).isEqualTo("other");
  }

  @Test
  void acceptsAndForgetsOnlyOnceTheStoreHas() throws Exception {
    TokenRegister.Created made = create("ci");
    CompletableFuture<Void> disk = new CompletableFuture<>();
    store.after(disk);
    CompletableFuture<TokenRegister.Outcome> revoked = new CompletableFuture<>();
    Thread caller = Thread.ofVirtual().start(() -> revoked.complete(register.revoke("ci", AUTHOR)));
    while (caller.getState() != Thread.State.TIMED_WAITING) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(revoked).isNotDone();
    assertThat(register.accepted().find(made.text().reveal())).isNotNull();
    disk.complete(null);
    assertThat(revoked.get()).isInstanceOf(TokenRegister.Revoked.class);
    assertThat(register.accepted().find(made.text().reveal())).isNull();
  }

  @Test
  void holdsSoManyAndNoMore() {
    for (int i = 0; i < TokenRegister.TOKENS_MAX - 1; i++) {
      TokenText text = TokenText.mint(random);
      Token token = Token.of(new NewToken("t" + i, Role.VIEWER), text, AT, "bootstrap", random);
      var _ = store.put(token);
    }
    register = register();
    TokenRegister.Created last = create("last");
    assertThat(register.accepted().find(last.text().reveal())).isNotNull();
    var refused =
        (TokenRegister.Refused) register.create(new NewToken("more", Role.VIEWER), AUTHOR);
    assertThat(refused.problem().status()).isEqualTo(409);
    assertThat(refused.problem().detail()).contains("10000");
    register.revoke("t7", AUTHOR);
    assertThat(create("more").token().name()).isEqualTo("more");
  }

  @Test
  void printsNoSecret() {
    TokenRegister.Created made = create("ci");
    assertThat(made.toString()).doesNotContain(made.text().reveal());
    assertThat(register.bootstrap()).hasToString("the token in admin.token");
  }
}
