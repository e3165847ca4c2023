package io.waymark.node.token;

import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.token.Token;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where tokens are kept. */
public interface TokenStore {
  /** Those that can be read at this moment, in the order of their names. */
  List<Token> read();

  /**
   * Keeps a token, in the place of one with the same name. Never waits.
   *
   * @return what was written, once it would survive a crash; exceptionally when it is not kept
   */
  CompletionStage<Bucket> put(Token token);

  /**
   * Forgets the token of that name. Never waits.
   *
   * @return what was written, once a crash would not bring it back; exceptionally when it is still
   *     kept
   */
  CompletionStage<Bucket> remove(String name);
}
