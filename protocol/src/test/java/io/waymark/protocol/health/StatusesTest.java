package io.waymark.protocol.health;

import static io.waymark.protocol.health.Samples.alwaysServed;
import static io.waymark.protocol.health.Samples.disabled;
import static io.waymark.protocol.health.Samples.endpoint;
import static io.waymark.protocol.health.Samples.nested;
import static io.waymark.protocol.health.Samples.profile;
import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.Profile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The status of every endpoint and profile, from switches and verdicts. */
final class StatusesTest {
  private final Map<String, Profile> profiles = new HashMap<>();
  private final Map<EndpointId, Verdict> verdicts = new HashMap<>();
  private final AtomicLong lookups = new AtomicLong();
  private final Statuses statuses =
      new Statuses(
          profiles::get,
          endpoint -> {
            lookups.incrementAndGet();
            return verdicts.getOrDefault(endpoint, Verdict.CHECKING);
          });

  private Profile add(Profile profile) {
    profiles.put(profile.name().toLowerCase(Locale.ROOT), profile);
    return profile;
  }

  private void believe(String profile, Verdict verdict, String... endpoints) {
    for (String endpoint : endpoints) {
      verdicts.put(new EndpointId(profile, endpoint), verdict);
    }
  }

  private String status(Profile profile, String endpoint) {
    return statuses.of(profile, Objects.requireNonNull(profile.endpoint(endpoint))).toString();
  }

  private String status(Profile profile) {
    return statuses.of(profile).toString();
  }

  // Endpoints that are probed or switched off.

  @Test
  void followsTheVerdictOfAProbedEndpoint() {
    Profile web =
        add(profile("web", endpoint("new", "a"), endpoint("up", "b"), endpoint("down", "c")));
    believe("web", Verdict.UP, "up");
    believe("web", Verdict.DOWN, "down");
    assertThat(status(web, "new")).isEqualTo("CheckingEndpoint");
    assertThat(status(web, "up")).isEqualTo("Online");
    assertThat(status(web, "down")).isEqualTo("Degraded");
  }

  @Test
  void aFrozenVerdictCountsAsIfItWereFresh() {
    Profile web = add(profile("web", endpoint("a", "a.example")));
    believe("web", new Verdict(Verdict.State.DOWN, true), "a");
    assertThat(status(web, "a")).isEqualTo("Degraded");
  }

  @Test
  void aDisabledEndpointIsDisabledEvenInADisabledProfileWhereOthersAreInactive() {
    Profile web =
        add(
            disabled(
                profile(
                    "web",
                    disabled(endpoint("off", "a.example")),
                    endpoint("on", "b.example"),
                    alwaysServed("always", "c.example"),
                    nested("child", 1, 0, 0))));
    add(profile("child", alwaysServed("a", "d.example")));
    assertThat(status(web, "off")).isEqualTo("Disabled");
    assertThat(status(web, "on")).isEqualTo("Inactive");
    assertThat(status(web, "always")).isEqualTo("Inactive");
    assertThat(status(web, "child")).isEqualTo("Inactive");
    assertThat(status(web)).isEqualTo("Disabled");
  }

  @Test
  void anEndpointThatIsAlwaysServedIsUnmonitoredWhateverWasBelievedOfIt() {
    Profile web = add(profile("web", alwaysServed("a", "a.example")));
    believe("web", Verdict.DOWN, "a");
    assertThat(status(web, "a")).isEqualTo("Unmonitored");
    assertThat(status(web)).isEqualTo("Online");
  }

  // Profiles.

  @Test
  void aProfileIsDegradedOnceAnyEndpointIs() {
    Profile web = add(profile("web", endpoint("a", "a.example"), endpoint("b", "b.example")));
    believe("web", Verdict.UP, "a");
    believe("web", Verdict.DOWN, "b");
    assertThat(status(web)).isEqualTo("Degraded");
  }

  @Test
  void aProfileIsOnlineOnceAnyEndpointIsAndNoneIsDegraded() {
    Profile web = add(profile("web", endpoint("a", "a.example"), endpoint("b", "b.example")));
    believe("web", Verdict.UP, "a");
    assertThat(status(web)).isEqualTo("Online");
  }

  @Test
  void aProfileIsCheckingUntilTheFirstVerdict() {
    Profile web =
        add(profile("web", endpoint("a", "a.example"), disabled(endpoint("b", "b.example"))));
    assertThat(status(web)).isEqualTo("CheckingEndpoints");
  }

  @Test
  void aProfileWithoutActiveEndpointsIsInactive() {
    assertThat(status(add(profile("empty")))).isEqualTo("Inactive");
    assertThat(status(add(profile("off", disabled(endpoint("a", "a.example"))))))
        .isEqualTo("Inactive");
    assertThat(status(add(profile("stopped", nested("empty", 1, 0, 0))))).isEqualTo("Inactive");
  }

  // Nested endpoints.

  /** A weighted child of 95 and 5 per cent keeps its parent's endpoint while one of them is up. */
  @Test
  void oneOnlineChildIsEnoughWhereOneIsAskedFor() {
    Profile parent = add(profile("parent", nested("child", 1, 0, 0)));
    add(profile("child", endpoint("prod", "prod.example"), endpoint("test", "test.example")));
    believe("child", Verdict.UP, "test");
    believe("child", Verdict.DOWN, "prod");
    assertThat(status(parent, "child")).isEqualTo("Online");
    believe("child", Verdict.DOWN, "test");
    assertThat(status(parent, "child")).isEqualTo("Degraded");
  }

  @Test
  void oneOnlineChildIsTooFewWhereTwoAreAskedFor() {
    Profile parent = add(profile("parent", nested("child", 2, 0, 0)));
    add(profile("child", endpoint("prod", "prod.example"), endpoint("test", "test.example")));
    believe("child", Verdict.UP, "test", "prod");
    assertThat(status(parent, "child")).isEqualTo("Online");
    believe("child", Verdict.DOWN, "prod");
    assertThat(status(parent, "child")).isEqualTo("Degraded");
  }

  @Test
  void aChildWithABackupStaysOnlineWhenItsOwnRegionIsDown() {
    Profile parent = add(profile("parent", nested("west", 1, 0, 0), nested("east", 1, 0, 0)));
    add(profile("west", endpoint("own", "west.example"), endpoint("backup", "south.example")));
    add(profile("east", endpoint("own", "east.example"), endpoint("backup", "north.example")));
    believe("west", Verdict.DOWN, "own");
    believe("west", Verdict.UP, "backup");
    believe("east", Verdict.UP, "own", "backup");
    assertThat(status(parent, "west")).isEqualTo("Online");
    assertThat(status(parent, "east")).isEqualTo("Online");
  }

  @Test
  void countsTargetsOfEachFamilyApart() {
    add(
        profile(
            "multi",
            endpoint("v4a", "192.0.2.1"),
            endpoint("v4b", "192.0.2.2"),
            endpoint("v6a", "2001:db8::1")));
    believe("multi", Verdict.UP, "v4a", "v6a");
    believe("multi", Verdict.DOWN, "v4b");
    assertThat(status(add(profile("strict", nested("multi", 2, 2, 1))), "multi"))
        .isEqualTo("Degraded");
    assertThat(status(add(profile("lenient", nested("multi", 2, 1, 1))), "multi"))
        .isEqualTo("Online");
  }

  @Test
  void namesCountForNeitherFamily() {
    add(profile("named", endpoint("a", "a.example"), endpoint("b", "b.example")));
    believe("named", Verdict.UP, "a", "b");
    assertThat(status(add(profile("any", nested("named", 2, 0, 0))), "named")).isEqualTo("Online");
    assertThat(status(add(profile("v4", nested("named", 1, 1, 0))), "named")).isEqualTo("Degraded");
    assertThat(status(add(profile("v6", nested("named", 1, 0, 1))), "named")).isEqualTo("Degraded");
  }

  @Test
  void countsCheckingChildrenOnlyTowardsChecking() {
    Profile parent = add(profile("parent", nested("child", 2, 0, 0)));
    add(
        profile(
            "child",
            endpoint("a", "a.example"),
            endpoint("b", "b.example"),
            endpoint("c", "c.example")));
    assertThat(status(parent, "child")).isEqualTo("CheckingEndpoint");
    believe("child", Verdict.DOWN, "a");
    assertThat(status(parent, "child")).isEqualTo("CheckingEndpoint");
    believe("child", Verdict.DOWN, "b");
    assertThat(status(parent, "child")).isEqualTo("Degraded");
  }

  @Test
  void familiesOfCheckingChildrenCountAlike() {
    add(profile("multi", endpoint("v4", "192.0.2.1"), endpoint("v6", "2001:db8::1")));
    believe("multi", Verdict.UP, "v6");
    assertThat(status(add(profile("parent", nested("multi", 1, 1, 1))), "multi"))
        .isEqualTo("CheckingEndpoint");
    believe("multi", Verdict.DOWN, "v4");
    assertThat(status(add(profile("parent", nested("multi", 1, 1, 1))), "multi"))
        .isEqualTo("Degraded");
  }

  @Test
  void anAlwaysServedChildCountsAsOnline() {
    add(profile("child", alwaysServed("a", "192.0.2.1")));
    assertThat(status(add(profile("parent", nested("child", 1, 1, 0))), "child"))
        .isEqualTo("Online");
  }

  @Test
  void moreChildrenAskedForThanThereAreIsDegraded() {
    add(profile("child", endpoint("a", "a.example")));
    believe("child", Verdict.UP, "a");
    assertThat(status(add(profile("parent", nested("child", 2, 0, 0))), "child"))
        .isEqualTo("Degraded");
  }

  @Test
  void aDisabledOrInactiveOrMissingChildIsStopped() {
    Profile parent =
        add(
            profile(
                "parent",
                nested("switched-off", 1, 0, 0),
                nested("empty", 1, 0, 0),
                nested("all-off", 1, 0, 0),
                nested("missing", 1, 0, 0)));
    add(disabled(profile("switched-off", endpoint("a", "a.example"))));
    add(profile("empty"));
    add(profile("all-off", disabled(endpoint("a", "a.example"))));
    for (Endpoint endpoint : parent.endpoints()) {
      assertThat(status(parent, endpoint.name())).as(endpoint.name()).isEqualTo("Stopped");
    }
  }

  @Test
  void aNestedChildEndpointCountsByItsOwnStatus() {
    Profile top = add(profile("top", nested("middle", 1, 0, 0)));
    add(profile("middle", nested("bottom", 2, 0, 0)));
    add(profile("bottom", endpoint("a", "a.example"), endpoint("b", "b.example")));
    believe("bottom", Verdict.UP, "a");
    assertThat(status(top, "middle")).isEqualTo("CheckingEndpoint");
    believe("bottom", Verdict.UP, "b");
    assertThat(status(top, "middle")).isEqualTo("Online");
    believe("bottom", Verdict.DOWN, "b");
    assertThat(status(top, "middle")).isEqualTo("Degraded");
  }

  @Test
  void findsAChildWhateverTheCaseOfItsName() {
    Profile parent = add(profile("parent", nested("CHILD", 1, 0, 0)));
    Profile child = add(profile("Child", alwaysServed("a", "a.example")));
    assertThat(statuses.child(parent.endpoints().getFirst())).isSameAs(child);
    assertThat(status(parent, "CHILD")).isEqualTo("Online");
  }

  @Test
  void anEndpointThatIsNotNestedHasNoChild() {
    add(profile("a.example"));
    assertThat(statuses.child(endpoint("a", "a.example"))).isNull();
  }

  // What only merges of valid edits can bring about.

  @Test
  void theEndpointThatClosesALoopIsStopped() {
    Profile a = add(profile("a", nested("b", 1, 0, 0)));
    Profile b = add(profile("b", nested("a", 1, 0, 0), endpoint("own", "own.example")));
    believe("b", Verdict.UP, "own");
    assertThat(status(a, "b")).isEqualTo("Online");
    assertThat(status(b, "a")).isEqualTo("Stopped");
    assertThat(status(add(profile("self", nested("self", 1, 0, 0))), "self")).isEqualTo("Stopped");
  }

  @Test
  void anAlwaysServedNestedEndpointStillFollowsItsChild() {
    Endpoint nested = nested("missing", 1, 0, 0);
    Profile parent =
        add(
            profile(
                "parent",
                new Endpoint(
                    "missing",
                    nested.type(),
                    nested.target(),
                    true,
                    true,
                    1,
                    1,
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    1,
                    0,
                    0)));
    assertThat(status(parent, "missing")).isEqualTo("Stopped");
  }

  @Test
  void tenProfilesOnAPathAreReachedAndTheEleventhIsStopped() {
    for (int level = 1; level <= 10; level++) {
      add(profile("p" + level, nested("p" + (level + 1), 1, 0, 0)));
    }
    Profile eleventh = add(profile("p11", alwaysServed("leaf", "leaf.example")));
    assertThat(status(eleventh)).isEqualTo("Online");
    assertThat(status(Objects.requireNonNull(profiles.get("p2")), "p3")).isEqualTo("Online");
    assertThat(status(Objects.requireNonNull(profiles.get("p1")), "p2")).isEqualTo("Stopped");
  }

  @Test
  void manyPathsToOneChildCostNoMoreThanOne() {
    for (int level = 1; level < 10; level++) {
      Endpoint down = nested("p" + (level + 1), 1, 0, 0);
      add(profile("p" + level, Collections.nCopies(200, down).toArray(Endpoint[]::new)));
    }
    add(profile("p10", endpoint("leaf", "leaf.example")));
    believe("p10", Verdict.UP, "leaf");
    assertThat(status(Objects.requireNonNull(profiles.get("p1")))).isEqualTo("Online");
    assertThat(lookups).hasValue(1);
  }

  @Test
  void aMeshOfLoopsIsWalkedOncePerDepth() {
    int size = 60;
    for (int i = 0; i < size; i++) {
      List<Endpoint> endpoints = new ArrayList<>();
      for (int j = 0; j < size; j++) {
        endpoints.add(nested("p" + j, 1, 0, 0));
      }
      endpoints.add(endpoint("leaf", "leaf" + i + ".example"));
      add(profile("p" + i, endpoints.toArray(Endpoint[]::new)));
    }
    assertThat(status(Objects.requireNonNull(profiles.get("p0")))).isEqualTo("CheckingEndpoints");
    assertThat(lookups.get()).isLessThanOrEqualTo(size * (long) Statuses.DEPTH_MAX);
  }

  @Test
  void agreesWithAWalkThatRemembersNothing() {
    Seeds.forEach(
        300,
        random -> {
          Map<String, Profile> some = new HashMap<>();
          Map<EndpointId, Verdict> beliefs = new HashMap<>();
          // Children have greater numbers, so that there is no loop and every path is short.
          for (int i = 0; i < 6; i++) {
            List<Endpoint> endpoints = new ArrayList<>();
            for (int e = random.nextInt(4); e > 0; e--) {
              String name = "e" + e;
              Endpoint endpoint =
                  switch (random.nextInt(5)) {
                    case 0 -> alwaysServed(name, "192.0.2." + e);
                    case 1 -> endpoint(name, "2001:db8::" + e);
                    case 2 -> endpoint(name, "192.0.2." + e);
                    default ->
                        nested(
                            "p" + (i + 1 + random.nextInt(3)),
                            random.nextInt(3),
                            random.nextInt(2),
                            random.nextInt(2));
                  };
              endpoints.add(random.nextInt(8) == 0 ? disabled(endpoint) : endpoint);
              beliefs.put(
                  new EndpointId("p" + i, name),
                  List.of(Verdict.CHECKING, Verdict.UP, Verdict.DOWN).get(random.nextInt(3)));
            }
            Profile profile = profile("p" + i, endpoints.toArray(Endpoint[]::new));
            some.put("p" + i, random.nextInt(10) == 0 ? disabled(profile) : profile);
          }
          Statuses clever =
              new Statuses(some::get, id -> beliefs.getOrDefault(id, Verdict.CHECKING));
          for (Profile profile : some.values()) {
            for (Endpoint endpoint : profile.endpoints()) {
              assertThat(clever.of(profile, endpoint))
                  .as("%s of %s", endpoint.name(), profile.name())
                  .isEqualTo(new PlainStatuses(some, beliefs).of(profile, endpoint));
            }
          }
        });
  }

  /** The rules as they are written, without any memory. */
  private record PlainStatuses(Map<String, Profile> profiles, Map<EndpointId, Verdict> verdicts) {
    EndpointMonitorStatus of(Profile profile, Endpoint endpoint) {
      if (!endpoint.enabled()) {
        return EndpointMonitorStatus.DISABLED;
      }
      if (!profile.enabled()) {
        return EndpointMonitorStatus.INACTIVE;
      }
      if (endpoint.alwaysServe()) {
        return EndpointMonitorStatus.UNMONITORED;
      }
      if (endpoint.nested()) {
        return nested(endpoint);
      }
      return switch (verdicts
          .getOrDefault(EndpointId.of(profile, endpoint), Verdict.CHECKING)
          .state()) {
        case UP -> EndpointMonitorStatus.ONLINE;
        case DOWN -> EndpointMonitorStatus.DEGRADED;
        case CHECKING -> EndpointMonitorStatus.CHECKING_ENDPOINT;
      };
    }

    private EndpointMonitorStatus nested(Endpoint endpoint) {
      Profile child = profiles.get(endpoint.target());
      if (child == null || !child.enabled()) {
        return EndpointMonitorStatus.STOPPED;
      }
      List<EndpointMonitorStatus> all =
          child.endpoints().stream().map(each -> of(child, each)).toList();
      if (all.stream()
          .allMatch(status ->
              status == EndpointMonitorStatus.DISABLED
                  || status == EndpointMonitorStatus.STOPPED)) {
        return EndpointMonitorStatus.STOPPED;
      }
      if (enough(endpoint, child, all, false)) {
        return EndpointMonitorStatus.ONLINE;
      }
      return enough(endpoint, child, all, true)
          ? EndpointMonitorStatus.CHECKING_ENDPOINT
          : EndpointMonitorStatus.DEGRADED;
    }

    private static boolean enough(
        Endpoint endpoint, Profile child, List<EndpointMonitorStatus> all, boolean checkingToo) {
      int any = 0;
      int v4 = 0;
      int v6 = 0;
      for (int i = 0; i < all.size(); i++) {
        EndpointMonitorStatus status = all.get(i);
        if (!status.available()
            || (status == EndpointMonitorStatus.CHECKING_ENDPOINT && !checkingToo)) {
          continue;
        }
        Endpoint each = child.endpoints().get(i);
        any++;
        v4 += !each.nested() && each.target().startsWith("192.") ? 1 : 0;
        v6 += !each.nested() && each.target().startsWith("2001:") ? 1 : 0;
      }
      return any >= endpoint.minChildEndpoints()
          && v4 >= endpoint.minChildEndpointsIPv4()
          && v6 >= endpoint.minChildEndpointsIPv6();
    }
  }
}
