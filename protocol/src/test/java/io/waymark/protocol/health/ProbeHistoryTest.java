package io.waymark.protocol.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProbeHistoryTest {
  private static final ProbeResult PASS = new ProbeResult.Passed(1);
  private static final ProbeResult FAIL = new ProbeResult.Failed("status 503, expected 200");

  private static ProbeHistory after(int tolerated, ProbeResult... results) {
    ProbeHistory history = ProbeHistory.start();
    for (ProbeResult result : results) {
      history = history.after(result, tolerated, 1);
    }
    return history;
  }

  @Test
  void isCheckingBeforeTheFirstProbe() {
    assertThat(ProbeHistory.start().verdict()).isEqualTo(Verdict.CHECKING);
  }

  @Test
  void isUpAfterTheFirstSuccess() {
    assertThat(after(3, PASS).verdict()).isEqualTo(Verdict.UP);
    assertThat(after(3, FAIL, FAIL, PASS).verdict()).isEqualTo(Verdict.UP);
  }

  @Test
  void staysCheckingWhileFirstFailuresAreTolerated() {
    assertThat(after(3, FAIL, FAIL, FAIL).verdict()).isEqualTo(Verdict.CHECKING);
    assertThat(after(3, FAIL, FAIL, FAIL, FAIL).verdict()).isEqualTo(Verdict.DOWN);
  }

  @Test
  void staysUpUntilOneFailureMoreThanTolerated() {
    assertThat(after(3, PASS, FAIL, FAIL, FAIL).verdict()).isEqualTo(Verdict.UP);
    assertThat(after(3, PASS, FAIL, FAIL, FAIL, FAIL).verdict()).isEqualTo(Verdict.DOWN);
  }

  @Test
  void fallsOnTheFirstFailureWhereNoneIsTolerated() {
    assertThat(after(0, PASS, FAIL).verdict()).isEqualTo(Verdict.DOWN);
    assertThat(after(0, FAIL).verdict()).isEqualTo(Verdict.DOWN);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void fallsOnTheFailureAfterTheLastThatIsTolerated(int tolerated) {
    for (ProbeHistory before : List.of(ProbeHistory.start(), after(tolerated, PASS))) {
      ProbeHistory history = before;
      for (int failure = 1; failure <= tolerated; failure++) {
        history = history.after(FAIL, tolerated, 1);
        assertThat(history.verdict()).as("failure %d", failure).isEqualTo(before.verdict());
      }
      assertThat(history.after(PASS, tolerated, 1).after(FAIL, tolerated, 1).verdict())
          .as("a success in between starts the count again")
          .isEqualTo(tolerated == 0 ? Verdict.DOWN : Verdict.UP);
      assertThat(history.after(FAIL, tolerated, 1).verdict()).isEqualTo(Verdict.DOWN);
    }
  }

  @Test
  void aSuccessForgivesEarlierFailures() {
    assertThat(after(1, PASS, FAIL, PASS, FAIL).verdict()).isEqualTo(Verdict.UP);
  }

  @Test
  void inDoubtSuccessesCountAndFailuresDoNot() {
    ProbeHistory up = after(0, PASS);
    assertThat(up.afterInDoubt(FAIL, 1)).isEqualTo(up);
    assertThat(ProbeHistory.start().afterInDoubt(FAIL, 1)).isEqualTo(ProbeHistory.start());
    assertThat(ProbeHistory.start().afterInDoubt(PASS, 1).verdict()).isEqualTo(Verdict.UP);
    ProbeHistory down = after(0, FAIL);
    assertThat(down.afterInDoubt(PASS, 2).verdict()).isEqualTo(Verdict.DOWN);
    assertThat(down.afterInDoubt(PASS, 2).afterInDoubt(FAIL, 2).afterInDoubt(PASS, 2).verdict())
        .isEqualTo(Verdict.UP);
  }

  @Test
  void failuresThatAreForgottenAreNotMissedLater() {
    ProbeHistory forgotten = after(1, PASS, FAIL).withoutFailures();
    assertThat(forgotten.after(FAIL, 1, 1).verdict()).isEqualTo(Verdict.UP);
    assertThat(forgotten.after(FAIL, 1, 1).after(FAIL, 1, 1).verdict()).isEqualTo(Verdict.DOWN);
    assertThat(after(1, FAIL).withoutFailures()).isEqualTo(ProbeHistory.start());
    assertThat(after(0, FAIL).withoutFailures().verdict()).isEqualTo(Verdict.DOWN);
  }

  @Test
  void oneSuccessBringsADownEndpointBack() {
    assertThat(after(1, FAIL, FAIL, PASS).verdict()).isEqualTo(Verdict.UP);
  }

  @Test
  void asManySuccessesInARowAsAskedForBringADownEndpointBack() {
    ProbeHistory down = after(0, FAIL);
    ProbeHistory almost = down.after(PASS, 0, 3).after(PASS, 0, 3);
    assertThat(almost.verdict()).isEqualTo(Verdict.DOWN);
    assertThat(almost.after(PASS, 0, 3).verdict()).isEqualTo(Verdict.UP);
    assertThat(almost.after(FAIL, 0, 3).after(PASS, 0, 3).verdict()).isEqualTo(Verdict.DOWN);
  }

  @Test
  void agreesWithLookingBackOverAllResults() {
    Seeds.forEach(
        500,
        random -> {
          int tolerated = random.nextInt(4);
          int successes = 1 + random.nextInt(3);
          ProbeHistory folded = ProbeHistory.start();
          Verdict.State looked = Verdict.State.CHECKING;
          List<Boolean> results = new ArrayList<>();
          for (int i = 0; i < 60; i++) {
            boolean pass = random.nextInt(3) > 0;
            results.add(pass);
            folded = folded.after(pass ? PASS : FAIL, tolerated, successes);
            if (endsWith(results, false, tolerated + 1)) {
              looked = Verdict.State.DOWN;
            } else if (endsWith(results, true, successes)
                || (pass && looked != Verdict.State.DOWN)) {
              looked = Verdict.State.UP;
            }
            assertThat(folded.verdict().state()).as("after %s", results).isEqualTo(looked);
          }
        });
  }

  private static boolean endsWith(List<Boolean> results, boolean value, int count) {
    return results.size() >= count
        && results.subList(results.size() - count, results.size()).stream()
            .allMatch(each -> each == value);
  }

  /**
   * Interval 30 s, timeout 10 s, three failures tolerated; the service hangs just after the first
   * probe. Failures end at 40, 70 and 100 s, and the endpoint is Down at 130 s.
   */
  @Test
  void followsTheWorkedTimelineOfAServiceThatHangs() {
    ProbeSchedule schedule = new ProbeSchedule(Duration.ZERO, Duration.ofSeconds(30));
    Duration timeout = Duration.ofSeconds(10);
    ProbeHistory history = ProbeHistory.start().after(PASS, 3, 1);
    List<String> timeline = new ArrayList<>();
    for (int probe = 1; probe <= 5; probe++) {
      Verdict was = history.verdict();
      history = history.after(FAIL, 3, 1);
      String change = history.verdict().equals(was) ? "" : " " + history.verdict().state();
      timeline.add(
          schedule.start(probe).toSeconds()
              + "/"
              + schedule.start(probe).plus(timeout).toSeconds()
              + change);
    }
    assertThat(timeline).containsExactly("30/40", "60/70", "90/100", "120/130 DOWN", "150/160");
    assertThat(history.after(PASS, 3, 1).verdict()).isEqualTo(Verdict.UP);
  }

  /** With interval I, timeout X and T failures tolerated: between T*I + X and (T+1)*I + X. */
  @Test
  void noticesAHangWithinTheBoundsOfTheSettings() {
    Seeds.forEach(
        500,
        random -> {
          Duration interval = Duration.ofSeconds(random.nextInt(1, 301));
          Duration timeout = Duration.ofSeconds(random.nextInt(1, 11));
          int tolerated = random.nextInt(10);
          ProbeSchedule schedule = ProbeSchedule.drawn(interval, random);
          Duration fault = schedule.start(0).plus(Duration.ofMillis(random.nextInt(1, 1_000_000)));
          ProbeHistory history = ProbeHistory.start();
          int probe = 0;
          while (!history.verdict().equals(Verdict.DOWN)) {
            boolean passes = schedule.start(probe).compareTo(fault) < 0;
            history = history.after(passes ? PASS : FAIL, tolerated, 1);
            probe++;
          }
          Duration noticed = schedule.start(probe - 1).plus(timeout).minus(fault);
          assertThat(noticed)
              .isBetween(
                  interval.multipliedBy(tolerated).plus(timeout),
                  interval.multipliedBy(tolerated + 1).plus(timeout));
        });
  }
}
