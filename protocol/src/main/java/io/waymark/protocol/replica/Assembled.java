package io.waymark.protocol.replica;
import io.waymark.protocol.profile.*;
import java.util.List;
public record Assembled(Profile profile, List<Conflict> conflicts, long created) {
  public static Assembled of(String key, Entity e) {
    Bytes b = java.util.Objects.requireNonNull(e.value("doc"));
    return new Assembled(ProfileDocument.decode(b.toArray()), List.of(), e.fields().get("doc").serving().dot().stamp().bits());
  }
}
