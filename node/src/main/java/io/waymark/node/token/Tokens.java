package io.waymark.node.token;

import io.waymark.protocol.token.Role;
import io.waymark.protocol.token.SaltedHash;
import io.waymark.protocol.token.Token;
import io.waymark.protocol.token.TokenText;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who is admitted. Any thread may ask; a question reads one snapshot, without a lock, and costs one
 * look-up and one hash however many tokens there are.
 */
public final class Tokens {
  private final Holder bootstrap = new Holder(BootstrapToken.NAME, Role.ADMIN);
  private final SaltedHash bootstrapSecret;
  private volatile Map<String, Token> byId = Map.of();

  /**
   * @param bootstrap accepted for good
   * @param random of which nobody can predict what it draws
   */
  Tokens(BootstrapToken bootstrap, RandomGenerator random) {
    this.bootstrapSecret = SaltedHash.of(bootstrap.text(), random);
  }

  /**
   * Whose token it is.
   *
   * @param name of the token; what the audit calls its holder
   */
  public record Holder(String name, Role role) {}

  /** From now on these are accepted, and none that was before. */
  void accept(Collection<Token> tokens) {
    byId =
        tokens.stream()
            .collect(
                Collectors.toUnmodifiableMap(Token::id, Function.identity(), (first, _) -> first));
  }

  /** The holder of the token with this text; null when it is not accepted. */
  public @Nullable Holder find(String text) {
    String id = TokenText.idOf(text);
    Token token = id == null ? null : byId.get(id);
    if (token == null) {
      // The bootstrap token need not have an id: an operator may have written its file.
      return bootstrapSecret.matches(text) ? bootstrap : null;
    }
    return token.secret().matches(text) ? new Holder(token.name(), token.role()) : null;
  }
}
