package io.waymark.protocol.replica;
import io.waymark.protocol.profile.*;
import java.util.*;
import java.util.function.Predicate;
public final class ProfileFields {
  public record Changes(Map<String, Optional<Bytes>> writes, Set<String> removals) { public boolean isEmpty() { return writes.isEmpty() && removals.isEmpty(); } }
  public static Changes changes(Entity before, Profile after, Predicate<String> settles) {
    Bytes now = Bytes.copyOf(ProfileDocument.encode(after));
    return now.equals(before.value("doc")) ? new Changes(Map.of(), Set.of()) : new Changes(Map.of("doc", Optional.of(now)), Set.of());
  }
}
