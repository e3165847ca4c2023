package io.waymark.node.admin;

import io.waymark.node.profile.Author;
import io.waymark.node.profile.Preconditions;
import io.waymark.node.token.Tokens;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.token.Role;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One admitted request.
 *
 * @param path what stands for the names of the route's pattern, decoded
 * @param token the caller's; null on a route that needs none
 * @param client the address it came from
 * @param mediaType of the body, in lower case and without parameters; empty when not given
 * @param body at most {@link RequestBody#KEPT_MAX} bytes
 */
record Call(
    Map<String, String> path,
    Parameters parameters,
    Tokens.@Nullable Holder token,
    IpAddress client,
    Preconditions preconditions,
    String mediaType,
    byte[] body) {

  Call with(byte[] bytes) {
    return new Call(path, parameters, token, client, preconditions, mediaType, bytes);
  }

  /** The segment that stands for a name of the pattern. */
  String segment(String name) {
    return Objects.requireNonNull(path.get(name), name);
  }

  /** Whether the caller may do what is asked of this role. */
  boolean may(Role needed) {
    return token != null && token.role().covers(needed);
  }

  Author author() {
    return new Author(token == null ? "" : token.name(), client.toString());
  }
}
