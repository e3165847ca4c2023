package io.waymark.node.token;

import io.waymark.node.store.DurableStore;
import io.waymark.protocol.token.Token;
import io.waymark.protocol.token.TokenDocument;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tokens in the node's durable store: the format's version, then the encoded document. */
public final class StoredTokens implements TokenStore {
  private static final Logger LOG = LoggerFactory.getLogger(StoredTokens.class);
  private static final String KEY_PREFIX = "token/";
  private static final byte FORMAT = 1;

  private final DurableStore store;

  public StoredTokens(DurableStore store) {
    this.store = store;
  }

  /** What cannot be read is logged and left where it is. */
  @Override
  public List<Token> read() {
    List<Token> tokens = new ArrayList<>();
    new TreeMap<>(store.entries())
        .forEach((key, value) -> {
          if (key.startsWith(KEY_PREFIX)) {
            try {
              tokens.add(decode(key, value));
            } catch (RuntimeException e) {
              LOG.error(
                  "{} cannot be read and is left out: this token is not accepted until one of its"
                      + " name is made again ({})",
                  key,
                  e.getMessage());
            }
          }
        });
    return tokens;
  }

  @Override
  public CompletionStage<Void> put(Token token) {
    byte[] document = TokenDocument.encode(token);
    byte[] value = ByteBuffer.allocate(1 + document.length).put(FORMAT).put(document).array();
    return store.write(List.of(new DurableStore.Write(key(token.name()), value)));
  }

  @Override
  public CompletionStage<Void> remove(String name) {
    return store.write(List.of(new DurableStore.Write(key(name), null)));
  }

  private static String key(String name) {
    return KEY_PREFIX + Token.key(name);
  }

  private static Token decode(String key, byte[] value) {
    if (value.length == 0 || value[0] != FORMAT) {
      throw new IllegalArgumentException(
          value.length == 0
              ? "it is empty"
              : "written in format " + value[0] + "; this version reads format " + FORMAT);
    }
    Token token = TokenDocument.decode(Arrays.copyOfRange(value, 1, value.length));
    if (!key.equals(key(token.name()))) {
      throw new IllegalArgumentException("holds the token " + token.name());
    }
    return token;
  }
}
