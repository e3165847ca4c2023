package io.waymark.node.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.node.profile.Audited;
import io.waymark.protocol.token.Token;
import io.waymark.protocol.token.TokenDocument;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A token that was made or revoked.
 *
 * @param before null when it was made
 * @param after null when it was revoked
 */
record TokenChange(@Nullable Token before, @Nullable Token after) implements Audited {
  TokenChange {
    if ((before == null) == (after == null)) {
      throw new IllegalArgumentException("a token is made or revoked");
    }
  }

  @Override
  public String kind() {
    return "token";
  }

  @Override
  public String name() {
    return Objects.requireNonNull(after != null ? after : before).name();
  }

  @Override
  public void describe(ObjectNode line) {
    line.set("before", before == null ? null : TokenDocument.print(before));
    line.set("after", after == null ? null : TokenDocument.print(after));
  }
}
