package io.waymark.protocol.routing;

import io.waymark.protocol.health.Statuses;
import io.waymark.protocol.health.Verdict;
import io.waymark.protocol.location.LocationIndex;
import io.waymark.protocol.net.Client;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import io.waymark.protocol.profile.Affinity;
import io.waymark.protocol.profile.DnsConfig;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.EndpointId;
import io.waymark.protocol.profile.EndpointType;
import io.waymark.protocol.profile.MonitorConfig;
import io.waymark.protocol.profile.OnAllDown;
import io.waymark.protocol.profile.ProbeProtocol;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.Quorum;
import io.waymark.protocol.profile.RoutingMethod;
import io.waymark.protocol.profile.SubnetRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Profiles and verdicts written in few words, and what is decided among them. */
final class Trees {
  final Map<String, Profile> profiles = new HashMap<>();
  final Map<EndpointId, Verdict> verdicts = new HashMap<>();
  private NearestRegions places = new NearestRegions(LocationIndex.EMPTY);

  /**
   * Endpoints are {@code name=target} or {@code name>child}, in order of priority; weights too
   * count up from 1.
   */
  Trees profile(String name, RoutingMethod method, String... endpoints) {
    return profile(name, method, OnAllDown.ALL, endpoints);
  }

  Trees profile(String name, RoutingMethod method, OnAllDown onAllDown, String... endpoints) {
    List<Endpoint> list = new ArrayList<>();
    for (String text : endpoints) {
      String[] parts = text.split("[=>]", 2);
      boolean nested = text.contains(">");
      int number = list.size() + 1;
      list.add(
          new Endpoint(
              parts[0],
              nested ? EndpointType.NESTED : EndpointType.EXTERNAL,
              parts[1],
              true,
              false,
              number,
              number,
              null,
              List.of(),
              List.of(),
              List.of(),
              1,
              0,
              0));
    }
    profiles.put(
        name,
        new Profile(
            name,
            new DnsConfig(name, "tm.example", 30),
            true,
            method,
            2,
            Affinity.NONE,
            onAllDown,
            Quorum.DEFAULT,
            3,
            new MonitorConfig(
                ProbeProtocol.HTTP, 80, "/", 30, 10, 3, 1, false, List.of(), List.of()),
            list));
    return this;
  }

  Trees up(String profile, String... endpoints) {
    return verdict(Verdict.UP, profile, endpoints);
  }

  Trees down(String profile, String... endpoints) {
    return verdict(Verdict.DOWN, profile, endpoints);
  }

  private Trees verdict(Verdict verdict, String profile, String... endpoints) {
    for (String endpoint : endpoints) {
      verdicts.put(new EndpointId(profile, endpoint), verdict);
    }
    return this;
  }

  /** Switches an endpoint off. */
  Trees disable(String profile, String endpoint) {
    Profile was = get(profile);
    List<Endpoint> endpoints =
        was.endpoints().stream()
            .map(one -> one.name().equals(endpoint) ? disabled(one) : one)
            .toList();
    profiles.put(profile, with(was, was.enabled(), endpoints));
    return this;
  }

  private Trees change(String profile, String endpoint, UnaryOperator<Endpoint> change) {
    Profile was = get(profile);
    profiles.put(
        profile,
        was.withEndpoints(
            was.endpoints().stream()
                .map(one -> one.name().equals(endpoint) ? change.apply(one) : one)
                .toList()));
    return this;
  }

  /** Says in which region an endpoint is. */
  Trees in(String profile, String endpoint, String region) {
    return change(profile, endpoint, was -> placed(was, region, was.geoMapping(), was.subnets()));
  }

  /** Maps codes to an endpoint. */
  Trees mapped(String profile, String endpoint, String... codes) {
    return change(
        profile,
        endpoint,
        was -> placed(was, was.endpointLocation(), List.of(codes), was.subnets()));
  }

  /** Gives an endpoint ranges, as {@link SubnetRange} prints them. */
  Trees ranges(String profile, String endpoint, String... ranges) {
    return change(
        profile,
        endpoint,
        was ->
            placed(
                was,
                was.endpointLocation(),
                was.geoMapping(),
                Arrays.stream(ranges).map(Trees::range).toList()));
  }

  static SubnetRange range(String text) {
    String[] parts = text.split("[-/]", 2);
    IpAddress first = IpAddress.parse(parts[0]);
    return text.contains("-")
        ? new SubnetRange(first, IpAddress.parse(parts[1]), null)
        : new SubnetRange(first, null, parts.length == 1 ? null : Integer.valueOf(parts[1]));
  }

  private static Endpoint placed(
      Endpoint was, @Nullable String region, List<String> codes, List<SubnetRange> ranges) {
    return new Endpoint(
        was.name(),
        was.type(),
        was.target(),
        was.enabled(),
        was.alwaysServe(),
        was.weight(),
        was.priority(),
        region,
        codes,
        ranges,
        was.customHeaders(),
        was.minChildEndpoints(),
        was.minChildEndpointsIPv4(),
        was.minChildEndpointsIPv6());
  }

  /** Makes the profile return at most so many, and keep clients where they are or not. */
  Trees returning(String profile, int maxReturn, Affinity affinity) {
    Profile was = get(profile);
    profiles.put(
        profile,
        new Profile(
            was.name(),
            was.dnsConfig(),
            was.enabled(),
            was.trafficRoutingMethod(),
            maxReturn,
            affinity,
            was.onAllDown(),
            was.quorum(),
            was.probesPerEndpoint(),
            was.monitorConfig(),
            was.endpoints()));
    return this;
  }

  /** Switches a profile off. */
  Trees disable(String profile) {
    Profile was = get(profile);
    profiles.put(profile, with(was, false, was.endpoints()));
    return this;
  }

  private static Profile with(Profile was, boolean enabled, List<Endpoint> endpoints) {
    return new Profile(
        was.name(),
        was.dnsConfig(),
        enabled,
        was.trafficRoutingMethod(),
        was.maxReturn(),
        was.affinity(),
        was.onAllDown(),
        was.quorum(),
        was.probesPerEndpoint(),
        was.monitorConfig(),
        endpoints);
  }

  private static Endpoint disabled(Endpoint was) {
    return new Endpoint(
        was.name(),
        was.type(),
        was.target(),
        false,
        was.alwaysServe(),
        was.weight(),
        was.priority(),
        was.endpointLocation(),
        was.geoMapping(),
        was.subnets(),
        was.customHeaders(),
        was.minChildEndpoints(),
        was.minChildEndpointsIPv4(),
        was.minChildEndpointsIPv6());
  }

  Profile get(String name) {
    Profile profile = profiles.get(name);
    if (profile == null) {
      throw new IllegalArgumentException("no profile " + name);
    }
    return profile;
  }

  Statuses statuses() {
    return new Statuses(profiles::get, id -> verdicts.getOrDefault(id, Verdict.CHECKING));
  }

  Compiled compile(String name) {
    return PlanBuilder.compile(get(name), statuses(), places);
  }

  /** Says where clients and regions are. */
  Trees places(LocationIndex index) {
    places = new NearestRegions(index);
    return this;
  }

  /**
   * The target that is answered to a client, or the outcome's name, and the scope: {@code
   * 192.0.2.1/24}.
   *
   * @param client an address, or a prefix as a client subnet gives it
   */
  String decide(String name, String client) {
    Compiled compiled = compile(name);
    Decision decision = new Decision();
    compiled.plan().decide(1, client(client), new SplittableRandom(1), Trace.NONE, decision);
    return (decision.outcome() == Decision.Outcome.ENDPOINTS
            ? compiled.leaves().get(decision.leaf(0)).endpoint().target()
            : decision.outcome())
        + "/"
        + decision.scope();
  }

  static Client client(String text) {
    Prefix prefix = Prefix.parse(text);
    IpAddress address = prefix.address();
    Client client = new Client();
    client.set(address.v6(), address.high(), address.low(), prefix.length());
    return client;
  }

  /** The target that is answered, or the outcome's name. */
  String decide(String name, RandomGenerator random) {
    Compiled compiled = compile(name);
    Decision decision = new Decision();
    compiled.plan().decide(1, new Client(), random, Trace.NONE, decision);
    return decision.outcome() == Decision.Outcome.ENDPOINTS
        ? compiled.leaves().get(decision.leaf(0)).endpoint().target()
        : decision.outcome().toString();
  }
}
