package io.waymark.protocol.replica.profile;

import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileRules;
import io.waymark.protocol.profile.RandomProfiles;
import io.waymark.protocol.profile.RoutingMethod;
import io.waymark.protocol.profile.SubnetRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

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

  private static final List<RoutingMethod> BY_CLIENT =
      List.of(RoutingMethod.SUBNET, RoutingMethod.GEOGRAPHIC, RoutingMethod.PERFORMANCE);

  private static final List<String> CODES = List.of("WORLD", "GEO-EU", "FR", "US", "US-WA", "TR");

  private static final List<SubnetRange> RANGES =
      List.of(
          range("192.0.2.0", null, 24),
          range("192.0.2.64", null, 26),
          range("192.0.2.77", null, null),
          range("192.0.2.100", "192.0.3.20", null),
          range("192.0.3.0", null, 25),
          range("10.0.0.0", null, 20),
          range("2001:db8::", null, 48),
          range("2001:db8::1", "2001:db8::ffff", null),
          range("2001:db8:1::", null, 48));

  private Admins() {}

  /** A valid profile that has some parts of this one, and some of another. */
  static Profile edited(Profile profile, Random random) {
    for (int i = 0; i < TRIES; i++) {
      Profile other = idea(random);
      Profile mixed =
          random.nextInt(3) == 0 ? moved(profile, random) : mixed(profile, other, random);
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

  /**
   * Endpoints that serve others, in a world so small that admins who do not know of each other
   * claim the same of it.
   */
  private static Profile moved(Profile profile, Random random) {
    List<Endpoint> endpoints = new ArrayList<>(profile.endpoints());
    for (int i = random.nextInt(3); i >= 0 && !endpoints.isEmpty(); i--) {
      int at = random.nextInt(endpoints.size());
      Endpoint was = endpoints.get(at);
      endpoints.set(
          at,
          new Endpoint(
              was.name(),
              was.type(),
              was.target(),
              was.enabled(),
              was.alwaysServe(),
              was.weight(),
              was.priority(),
              switch (random.nextInt(3)) {
                case 0 -> null;
                case 1 -> random.nextBoolean() ? "eastus" : "nowhere";
                default -> was.endpointLocation();
              },
              random.nextBoolean() ? some(CODES, random) : was.geoMapping(),
              random.nextBoolean() ? some(RANGES, random) : was.subnets(),
              was.customHeaders(),
              was.minChildEndpoints(),
              was.minChildEndpointsIPv4(),
              was.minChildEndpointsIPv6()));
    }
    return new Profile(
        profile.name(),
        profile.dnsConfig(),
        profile.enabled(),
        random.nextInt(3) == 0
            ? BY_CLIENT.get(random.nextInt(BY_CLIENT.size()))
            : profile.trafficRoutingMethod(),
        profile.maxReturn(),
        profile.affinity(),
        profile.onAllDown(),
        profile.quorum(),
        profile.probesPerEndpoint(),
        profile.monitorConfig(),
        endpoints);
  }

  private static <T> List<T> some(List<T> from, Random random) {
    List<T> some = new ArrayList<>(from);
    Collections.shuffle(some, random);
    return List.copyOf(some.subList(0, random.nextInt(4)));
  }

  private static SubnetRange range(String first, @Nullable String last, @Nullable Integer scope) {
    return new SubnetRange(
        IpAddress.parse(first), last == null ? null : IpAddress.parse(last), scope);
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
