package io.waymark.protocol.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.protocol.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UplinkTest {
  private static final String A = "192.0.2.1:53";
  private static final String B = "b.example:443";
  private static final ProbeResult PASS = new ProbeResult.Passed(3);
  private static final ProbeResult FAIL = new ProbeResult.Failed("connection refused");

  private final Uplink fresh = Uplink.of(List.of(A, B));

  @Test
  void isNeverSuspectWithoutCanaries() {
    assertThat(Uplink.of(List.of()).suspect()).isFalse();
    assertThat(Uplink.of(List.of()).suspicion()).isNull();
  }

  @Test
  void isTrustedBeforeAnyCanaryWasProbed() {
    assertThat(fresh.suspect()).isFalse();
  }

  @Test
  void isSuspectOnceEveryCanaryFailedTwiceInARow() {
    Uplink almost = fresh.after(A, FAIL).after(A, FAIL).after(B, FAIL);
    assertThat(almost.suspect()).isFalse();
    Uplink suspect = almost.after(B, new ProbeResult.Failed("timed out after 3 s connecting"));
    assertThat(suspect.suspect()).isTrue();
    assertThat(suspect.suspicion())
        .isEqualTo(
            "every canary fails: 192.0.2.1:53 (connection refused), b.example:443 (timed out after"
                + " 3 s connecting)");
  }

  @Test
  void aSuccessInBetweenStartsTheCountAnew() {
    Uplink other = fresh.after(A, FAIL).after(A, FAIL);
    assertThat(other.after(B, FAIL).after(B, PASS).after(B, FAIL).suspect()).isFalse();
  }

  @Test
  void isTrustedAgainOnceOneCanaryAnswers() {
    Uplink suspect = fresh.after(A, FAIL).after(A, FAIL).after(B, FAIL).after(B, FAIL);
    assertThat(suspect.after(A, FAIL).suspect()).isTrue();
    assertThat(suspect.after(A, PASS).suspect()).isFalse();
    assertThat(suspect.after(A, PASS).after(A, FAIL).suspect()).isFalse();
    assertThat(suspect.after(A, PASS).after(A, FAIL).after(A, FAIL).suspect()).isTrue();
  }

  @Test
  void knowsItsCanaries() {
    assertThatThrownBy(() -> fresh.after("c.example:1", PASS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("c.example:1 is none of [192.0.2.1:53, b.example:443]");
  }

  /** The dumb way looks back over everything each canary ever did. */
  @Test
  void agreesWithLookingBack() {
    Seeds.forEach(
        500,
        random -> {
          List<String> canaries = List.of(A, B, "c.example:1").subList(0, 1 + random.nextInt(3));
          Uplink uplink = Uplink.of(canaries);
          Map<String, List<Boolean>> passed = new HashMap<>();
          for (int i = 0; i < 30; i++) {
            String canary = canaries.get(random.nextInt(canaries.size()));
            boolean passes = random.nextInt(3) == 0;
            uplink = uplink.after(canary, passes ? PASS : FAIL);
            passed.computeIfAbsent(canary, _ -> new ArrayList<>()).add(passes);
            boolean allFailed =
                canaries.stream()
                    .map(each -> passed.getOrDefault(each, List.of()))
                    .allMatch(all -> all.size() >= 2 && !all.getLast() && !all.get(all.size() - 2));
            assertThat(uplink.suspect()).isEqualTo(allFailed);
          }
        });
  }
}
