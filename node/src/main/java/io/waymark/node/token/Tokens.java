package io.waymark.node.token;

import io.waymark.protocol.token.Role;
import io.waymark.protocol.token.SaltedHash;
import io.waymark.protocol.token.Token;
import io.waymark.protocol.token.TokenText;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who is admitted. Any thread may ask; a question reads one snapshot, without a lock, and costs one
 * look-up and one hash however many tokens there are; one more for each node's bootstrap token.
 */
public final class Tokens {
  private final Holder bootstrap = new Holder(BootstrapToken.NAME, Role.ADMIN);
  private final SaltedHash bootstrapSecret;
  private volatile Known known = new Known(Map.of(), List.of());

  /**
   * All tokens but this node's bootstrap token.
   *
   * @param bootstraps of other nodes, which need not have an id
   */
  private record Known(Map<String, Token> byId, List<Token> bootstraps) {}

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
    known =
        new Known(
            tokens.stream()
                .filter(token -> !token.isBootstrap())
                .collect(
                    Collectors.toUnmodifiableMap(
                        Token::id, Function.identity(), (first, _) -> first)),
            tokens.stream().filter(Token::isBootstrap).toList());
  }

  /** The holder of the token with this text; null when it is not accepted. */
  public @Nullable Holder find(String text) {
    Known all = known;
    String id = TokenText.idOf(text);
    Token token = id == null ? null : all.byId().get(id);
    if (token != null) {
      return token.secret().matches(text) ? holder(token) : null;
    }
    // A bootstrap token need not have an id: an operator may have written its file.
    if (bootstrapSecret.matches(text)) {
      return bootstrap;
    }
    for (Token other : all.bootstraps()) {
      if (other.secret().matches(text)) {
        return holder(other);
      }
    }
    return null;
  }

  private static Holder holder(Token token) {
    return new Holder(token.name(), token.role());
  }
}
