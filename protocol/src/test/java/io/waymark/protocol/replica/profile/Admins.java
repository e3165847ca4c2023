package io.waymark.protocol.replica.profile;

import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileRules;
import io.waymark.protocol.profile.RandomProfiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What admins do to profiles: random edits, each of which leaves a valid profile. */
final class Admins {
  static final List<String> CHILDREN = List.of("child-1", "child-2");
  private static final int TRIES = 6;

  /** What admins have in mind; made once, as making them takes most of the time. */
  private static final List<Profile> IDEAS = new ArrayList<>();

  static {
    for (int seed = 0; seed < 600; seed++) {
      IDEAS.add(RandomProfiles.valid(new Random(seed), "shop", CHILDREN));
    }
  }

  private Admins() {}

  /** A valid profile that has some parts of this one, and some of another. */
  static Profile edited(Profile profile, Random random) {
    for (int i = 0; i < TRIES; i++) {
      Profile other = idea(random);
      Profile mixed = mixed(profile, other, random);
      if (ProfileRules.within(mixed).isEmpty()) {
        return mixed;
      }
    }
    return idea(random);
  }

  /** Any valid profile named shop. */
  static Profile idea(Random random) {
    return IDEAS.get(random.nextInt(IDEAS.size()));
  }

  private static Profile mixed(Profile one, Profile other, Random random) {
    MonitorConfig a = one.monitorConfig();
    MonitorConfig b = other.monitorConfig();
    boolean monitor = random.nextInt(3) == 0;
    boolean method = random.nextInt(3) == 0;
    boolean pace = random.nextInt(3) == 0;
    return new Profile(
        one.name(),
        random.nextInt(4) == 0 ? other.dnsConfig() : one.dnsConfig(),
        random.nextInt(4) == 0 ? other.enabled() : one.enabled(),
        method ? other.trafficRoutingMethod() : one.trafficRoutingMethod(),
        random.nextInt(4) == 0 ? other.maxReturn() : one.maxReturn(),
        random.nextInt(4) == 0 ? other.affinity() : one.affinity(),
        random.nextInt(4) == 0 ? other.onAllDown() : one.onAllDown(),
        random.nextInt(4) == 0 ? other.quorum() : one.quorum(),
        random.nextInt(4) == 0 ? other.probesPerEndpoint() : one.probesPerEndpoint(),
        new MonitorConfig(
            (monitor ? b : a).protocol(),
            random.nextInt(4) == 0 ? b.port() : a.port(),
            (monitor ? b : a).path(),
            (pace ? b : a).intervalInSeconds(),
            (pace ? b : a).timeoutInSeconds(),
            a.toleratedNumberOfFailures(),
            a.successesToRecover(),
            random.nextInt(4) == 0 ? b.validateCertificate() : a.validateCertificate(),
            random.nextInt(4) == 0 ? b.customHeaders() : a.customHeaders(),
            (monitor ? b : a).expectedStatusCodeRanges()),
        endpoints(one.endpoints(), other.endpoints(), random));
  }

  private static List<Endpoint> endpoints(List<Endpoint> one, List<Endpoint> other, Random random) {
    List<Endpoint> endpoints = new ArrayList<>(one);
    if (random.nextInt(3) == 0 && !endpoints.isEmpty()) {
      endpoints.remove(random.nextInt(endpoints.size()));
    }
    for (Endpoint endpoint : other) {
      if (random.nextInt(3) == 0) {
        endpoints.removeIf(was -> Endpoint.key(was.name()).equals(Endpoint.key(endpoint.name())));
        endpoints.add(random.nextInt(endpoints.size() + 1), endpoint);
      }
    }
    if (random.nextInt(6) == 0) {
      Collections.shuffle(endpoints, random);
    }
    return endpoints;
  }
}
