package io.waymark.node.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.profile.EndpointId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HealthSnapshotTest {
  private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path data;

  @Test
  void keepsVerdictsFrozenOverARestart() {
    HealthSnapshot before = HealthSnapshot.read(data);
    assertThat(before.known()).isEmpty();
    before.put(new EndpointId("shop", "eu/west"), Verdict.DOWN, SINCE);
    before.put(new EndpointId("shop", "us"), Verdict.UP, SINCE);
    before.put(new EndpointId("shop", "ap"), Verdict.UP, SINCE);
    before.put(new EndpointId("shop", "ap"), Verdict.CHECKING, SINCE);
    before.close();
    HealthSnapshot after = HealthSnapshot.read(data);
    assertThat(after.known())
        .containsOnlyKeys(new EndpointId("shop", "eu/west"), new EndpointId("shop", "us"));
    var eu = after.known().get(new EndpointId("shop", "eu/west"));
    assertThat(eu).isNotNull();
    assertThat(eu.verdict()).isEqualTo(new Verdict(Verdict.State.DOWN, true));
    assertThat(eu.since()).isEqualTo(SINCE);
    after.close();
  }

  @Test
  void startsWithNothingWhereTheFileIsDamagedOrOfAnotherFormat() throws Exception {
    for (String content :
        new String[] {"", "{", "[]", "{\"format\":2}", "{\"format\":1,\"verdicts\":[{}]}"}) {
      Files.writeString(data.resolve(HealthSnapshot.FILE), content);
      HealthSnapshot snapshot = HealthSnapshot.read(data);
      assertThat(snapshot.known()).as(content).isEmpty();
      snapshot.put(new EndpointId("shop", "eu"), Verdict.UP, SINCE);
      snapshot.close();
      assertThat(HealthSnapshot.read(data).known()).hasSize(1);
    }
  }
}
