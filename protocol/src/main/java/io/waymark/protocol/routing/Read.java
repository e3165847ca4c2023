package io.waymark.protocol.routing;

import io.waymark.protocol.net.Client;
import io.waymark.protocol.net.Prefix;

/**
 * Something that a step reads of a client, told for people.
 *
 * @param what it is, in a few words
 * @param prefix the widest around the client on which it is the same
 */
public record Read(String what, Prefix prefix) {
  static Read of(String what, Client client, int bits) {
    return new Read(what, Prefix.of(client.address(), bits));
  }
}
