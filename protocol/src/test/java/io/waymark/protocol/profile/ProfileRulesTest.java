package io.waymark.protocol.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a profile must be among the others. */
final class ProfileRulesTest {
  private static final List<String> ZONES = List.of("tm.example", "Sub.tm.example.");
  private static final List<String> RESERVED = List.of("ns1.tm.example.", "Static.tm.example");

  private static Profile profile(String name, String... children) {
    return named(name, name, "tm.example", children);
  }

  private static Profile named(String name, String relative, String zone, String... children) {
    String endpoints =
        Arrays.stream(children)
            .map(child -> "{name: '%s', type: 'Nested', target: '%s'}".formatted(child, child))
            .collect(Collectors.joining(","));
    String document =
        "{name: '%s', dnsConfig: {relativeName: '%s', zone: '%s'}, endpoints: [%s]}"
            .formatted(name, relative, zone, endpoints);
    return Documents.valid(
        ProfileDocument.parse(Documents.small(document), new Defaults(null, null)));
  }

  private static ProfileIndex index(Profile... profiles) {
    ProfileIndex index = new ProfileIndex(ZONES, RESERVED);
    for (Profile profile : profiles) {
      index.put(profile);
    }
    return index;
  }

  private static List<String> faults(Profile candidate, Neighbours neighbours) {
    return ProfileRules.check(candidate, neighbours).stream()
        .map(violation -> violation.kind() + " " + violation.path())
        .toList();
  }

  /** {@code p1} nests {@code p2}, and so on. */
  private static Profile[] chain(int length) {
    return IntStream.rangeClosed(1, length)
        .mapToObj(i -> i < length ? profile("p" + i, "p" + (i + 1)) : profile("p" + i))
        .toArray(Profile[]::new);
  }

  @Test
  void aFreeNameInAServedZoneIsAccepted() {
    assertThat(faults(profile("shop"), index(profile("other")))).isEmpty();
  }

  @Test
  void aProfileMayTakeItsOwnPlace() {
    assertThat(faults(profile("SHOP"), index(profile("shop")))).isEmpty();
  }

  @Test
  void theZoneMustBeServed() {
    assertThat(faults(named("shop", "shop", "other.example"), index()))
        .containsExactly("INVALID dnsConfig.zone");
    assertThat(faults(named("shop", "shop", "TM.example."), index())).isEmpty();
  }

  @Test
  void theZoneIsTheClosestOneServed() {
    assertThat(ProfileRules.check(named("shop", "shop.sub", "tm.example"), index()))
        .extracting(Violation::message)
        .containsExactly("must be sub.tm.example, where shop.sub.tm.example lies");
  }

  @Test
  void aNameThatAnotherProfileAnswersAtIsTaken() {
    ProfileIndex index = index(named("other", "Shop", "tm.example"));
    assertThat(faults(profile("shop"), index)).containsExactly("CONFLICT dnsConfig.relativeName");
  }

  @Test
  void anApexANameServerAndAStaticRecordAreTaken() {
    for (String relative : List.of("sub", "NS1", "static")) {
      assertThat(faults(named("shop", relative, "tm.example"), index()))
          .as(relative)
          .containsExactly("CONFLICT dnsConfig.relativeName");
    }
  }

  @Test
  void aNestedTargetMustExist() {
    assertThat(faults(profile("shop", "kid"), index(profile("KID")))).isEmpty();
    assertThat(faults(profile("shop", "kid", "lost"), index(profile("kid"))))
        .containsExactly("INVALID endpoints[1].target");
  }

  @Test
  void aProfileDoesNotNestItself() {
    assertThat(ProfileRules.check(profile("shop", "Shop"), index()))
        .extracting(Violation::message)
        .containsExactly("must not close a loop: shop > shop");
  }

  @Test
  void aChildDoesNotNestWhatNestsIt() {
    ProfileIndex index = index(profile("a", "b"), profile("b", "c"), profile("c"));
    assertThat(ProfileRules.check(profile("c", "a"), index))
        .extracting(Violation::toString)
        .containsExactly("endpoints[0].target (a) must not close a loop: c > a > b > c");
    assertThat(faults(profile("c", "a"), index)).hasSize(1);
  }

  @Test
  void aLoopOfTenProfilesIsNamedAndALongerOneIsTooDeep() {
    Profile[] ten = chain(10);
    assertThat(ProfileRules.check(profile("p10", "p1"), index(ten)))
        .extracting(Violation::message)
        .singleElement()
        .asString()
        .startsWith("must not close a loop: p10 > p1 > p2");
    Profile[] twelve = chain(12);
    assertThat(faults(profile("p12", "p1"), index(twelve)))
        .containsExactly("INVALID endpoints[0].target");
  }

  @Test
  void tenProfilesMayNestInOneAnother() {
    assertThat(faults(profile("p1", "p2"), index(chain(10)))).isEmpty();
    assertThat(faults(profile("p0", "p1"), index(chain(9)))).isEmpty();
  }

  @Test
  void elevenProfilesMayNot() {
    assertThat(faults(profile("p0", "p1"), index(chain(10))))
        .containsExactly("INVALID endpoints[0].target");
  }

  @Test
  void aChildThatGrowsTooDeepForItsParentsIsRefused() {
    ProfileIndex index = index(chain(9));
    index.put(profile("x", "y"));
    index.put(profile("y"));
    assertThat(faults(profile("p9", "y"), index)).as("ten").isEmpty();
    assertThat(faults(profile("p9", "x"), index))
        .as("eleven")
        .containsExactly("INVALID endpoints[0].target");
  }

  @Test
  void aLoopThatAMergeMadeDoesNotKeepOthersFromBeingJudged() {
    ProfileIndex index = index(profile("a", "b"), profile("b", "a"));
    assertThat(faults(profile("c", "a"), index)).containsExactly("INVALID endpoints[0].target");
    assertThat(faults(profile("b"), index)).as("the edit that breaks it").isEmpty();
  }

  @Test
  void profilesThatChangeTogetherAreJudgedAsTheyWillBe() {
    assertThat(
            ProfileRules.check(List.of(profile("shop", "kid"), profile("kid")), List.of(), index()))
        .isEmpty();
    // Each takes the name the other has now.
    ProfileIndex index = index(profile("a"), profile("b"));
    assertThat(
            ProfileRules.check(
                List.of(named("a", "b", "tm.example"), named("b", "a", "tm.example")),
                List.of(),
                index))
        .isEmpty();
    // The nesting turns around.
    ProfileIndex nested = index(profile("a", "b"), profile("b"));
    assertThat(ProfileRules.check(List.of(profile("b", "a"), profile("a")), List.of(), nested))
        .isEmpty();
  }

  @Test
  void loopsAndDepthAreFoundAmongProfilesThatChangeTogether() {
    assertThat(
            ProfileRules.check(
                    List.of(profile("a", "b"), profile("b", "a"), profile("c")), List.of(), index())
                .keySet())
        .containsExactly("a", "b");
    assertThat(ProfileRules.check(List.of(chain(10)), List.of(), index())).isEmpty();
    assertThat(ProfileRules.check(List.of(chain(11)), List.of(), index())).hasSize(10);
  }

  @Test
  void aSetNamesAProfileOnce() {
    Map<String, List<Violation>> wrong =
        ProfileRules.check(List.of(profile("a"), profile("A")), List.of(), index());
    assertThat(wrong.keySet()).containsExactly("A");
    assertThat(wrong.get("A")).extracting(Violation::kind).containsExactly(Violation.Kind.CONFLICT);
  }

  @Test
  void twoNewProfilesDoNotAnswerAtOneName() {
    assertThat(
            ProfileRules.check(
                    List.of(profile("a"), named("b", "a", "tm.example")), List.of(), index())
                .keySet())
        .containsExactly("a", "b");
  }

  @Test
  void aProfileThatAnotherNestsCannotBeDeleted() {
    ProfileIndex index = index(profile("b", "kid"), profile("a", "KID"), profile("kid"));
    assertThat(ProfileRules.parentsOf("Kid", index)).containsExactly("a", "b");
    assertThat(ProfileRules.checkDelete("kid", index))
        .extracting(Violation::toString)
        .containsExactly("the document (kid) is still nested by b, a");
    assertThat(ProfileRules.checkDelete("kid", index))
        .extracting(Violation::kind)
        .containsExactly(Violation.Kind.CONFLICT);
    assertThat(ProfileRules.checkDelete("a", index)).isEmpty();
  }

  @Test
  void aChildMayBeDeletedTogetherWithWhatNestsIt() {
    ProfileIndex index = index(profile("a", "kid"), profile("kid"));
    assertThat(ProfileRules.check(List.of(), List.of("kid", "a"), index)).isEmpty();
    assertThat(ProfileRules.check(List.of(profile("a")), List.of("kid"), index)).isEmpty();
    assertThat(ProfileRules.check(List.of(profile("a", "kid")), List.of("KID"), index).keySet())
        .containsExactly("a");
  }

  @Test
  void acceptsExactlyTheNestingsWithoutLoopAndOfAtMostTen() {
    Seeds.forEach(
        400,
        random -> {
          int count = 2 + random.nextInt(14);
          List<Profile> profiles = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            profiles.add(profile("p" + i, children(random, count)));
          }
          boolean sound = true;
          for (Profile start : profiles) {
            sound &= depth(start, profiles, new HashSet<>()) <= 10;
          }
          assertThat(ProfileRules.check(profiles, List.of(), index()).isEmpty()).isEqualTo(sound);
        });
  }

  /** Mostly children of a higher number, so that there are deep trees without loops. */
  private static String[] children(Random random, int count) {
    Set<String> children = new HashSet<>();
    int next = random.nextInt(count);
    if (random.nextInt(4) != 0) {
      children.add("p" + next);
    }
    return children.toArray(String[]::new);
  }

  /** Profiles on the longest way down; 11 where it comes back to where it has been. */
  private static int depth(Profile profile, List<Profile> all, Set<String> way) {
    if (!way.add(profile.name())) {
      return 11;
    }
    int depth = 0;
    for (Endpoint endpoint : profile.endpoints()) {
      for (Profile child : all) {
        if (child.name().equals(endpoint.target())) {
          depth = Math.max(depth, depth(child, all, way));
        }
      }
    }
    way.remove(profile.name());
    return depth + 1;
  }

  @Test
  void randomForestsAreAccepted() {
    Seeds.forEach(
        20,
        random -> {
          List<Profile> forest = RandomProfiles.forest(random, 60);
          ProfileIndex index =
              new ProfileIndex(List.of("tm.example", "gtm.test.example"), List.of());
          assertThat(ProfileRules.check(forest, List.of(), index)).isEmpty();
          assertThat(forest).anyMatch(p -> p.endpoints().stream().anyMatch(Endpoint::nested));
        });
  }
}
