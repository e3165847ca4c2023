package io.waymark.protocol.profile;

import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Random profiles that break no rule; the same seed gives the same profiles. */
public final class RandomProfiles {
  private static final List<String> ZONES = List.of("tm.example", "gtm.test.example");
  private static final List<String> REGIONS =
      List.of("westeurope", "East US", "southeastasia", "Region Ä");
  private static final List<String> CODES = codes();

  private final Random random;

  private RandomProfiles(Random random) {
    this.random = random;
  }

  private static List<String> codes() {
    List<String> codes = new ArrayList<>(GeoCodes.belowWorld());
    codes.add(GeoCodes.WORLD);
    return codes;
  }

  /** A profile that nests none. */
  public static Profile valid(Random random) {
    return new RandomProfiles(random).profile(name(random), List.of());
  }

  /** A profile of that name that nests any of these children. */
  public static Profile valid(Random random, String name, List<String> children) {
    return new RandomProfiles(random).profile(name, children);
  }

  /** Profiles with names {@code p0}, {@code p1} and so on, of which each may nest those before. */
  public static List<Profile> forest(Random random, int count) {
    List<Profile> profiles = new ArrayList<>();
    List<List<String>> byDepth = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int depth = random.nextInt(NestingRules.DEPTH_MAX);
      while (byDepth.size() <= depth) {
        byDepth.add(new ArrayList<>());
      }
      List<String> children = new ArrayList<>();
      byDepth.subList(0, depth).forEach(children::addAll);
      profiles.add(valid(random, "p" + i, children));
      byDepth.get(depth).add("p" + i);
    }
    return profiles;
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    for (int labels = 1 + random.nextInt(3); labels > 0; labels--) {
      name.append(label(random)).append(labels > 1 ? "." : "");
    }
    return name.toString();
  }

  private static String label(Random random) {
    String inner = "abcXYZ019-";
    StringBuilder label = new StringBuilder().append((char) ('a' + random.nextInt(26)));
    for (int i = random.nextInt(10); i > 0; i--) {
      label.append(inner.charAt(random.nextInt(inner.length())));
    }
    return label.append(random.nextInt(10)).toString();
  }

  private Profile profile(String name, List<String> children) {
    RoutingMethod method = oneOf(List.of(RoutingMethod.values()));
    String relativeName = random.nextInt(4) == 0 ? label(random) + "." + label(random) : name;
    return new Profile(
        name,
        new DnsConfig(relativeName, oneOf(ZONES), ttl()),
        random.nextInt(8) != 0,
        method,
        1 + random.nextInt(8),
        oneOf(List.of(Affinity.values())),
        oneOf(List.of(OnAllDown.values())),
        quorum(),
        random.nextInt(4) == 0 ? Profile.ALL_PROBERS : 1 + random.nextInt(20),
        monitorConfig(),
        endpoints(method, method == RoutingMethod.MULTI_VALUE ? List.of() : children));
  }

  private long ttl() {
    return oneOf(
        List.of(0L, 30L, 60L, (long) random.nextInt(Integer.MAX_VALUE), DnsConfig.TTL_MAX));
  }

  private Quorum quorum() {
    return switch (random.nextInt(5)) {
      case 0 -> new Quorum.Any();
      case 1 -> new Quorum.All();
      case 2 -> new Quorum.Share(1 - random.nextDouble());
      case 3 -> new Quorum.Share(1);
      default -> Quorum.DEFAULT;
    };
  }

  private MonitorConfig monitorConfig() {
    ProbeProtocol protocol = oneOf(List.of(ProbeProtocol.values()));
    boolean tcp = protocol == ProbeProtocol.TCP;
    int interval = oneOf(List.of(10, 30, 1 + random.nextInt(300)));
    int shortest = MonitorConfig.timeoutMin(interval);
    int longest = MonitorConfig.timeoutMax(interval);
    List<StatusCodeRange> ranges = new ArrayList<>();
    for (int i = tcp ? 0 : random.nextInt(ProfileReader.RANGES_MAX + 1); i > 0; i--) {
      int min = 100 + random.nextInt(900);
      ranges.add(new StatusCodeRange(min, min + random.nextInt(1000 - min)));
    }
    return new MonitorConfig(
        protocol,
        1 + random.nextInt(65_535),
        tcp ? null : oneOf(List.of("/", "/health", "/a%20b?c=d&e=\"{}")),
        interval,
        shortest + random.nextInt(longest - shortest + 1),
        random.nextInt(10),
        1 + random.nextInt(10),
        random.nextBoolean(),
        headers(),
        ranges);
  }

  private List<HttpHeader> headers() {
    List<HttpHeader> headers = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      headers.add(new HttpHeader("Host", oneOf(List.of("app.example:8080", "[2001:db8::1]:80"))));
    }
    for (int i = random.nextInt(HeaderReader.HEADERS_MAX); i > 0; i--) {
      headers.add(new HttpHeader("X-" + i, oneOf(List.of("", "v", "a \t b: \"c\", d"))));
    }
    return headers;
  }

  private List<Endpoint> endpoints(RoutingMethod method, List<String> children) {
    int count = random.nextInt(8);
    int addressing = random.nextInt(3);
    List<Integer> priorities = new ArrayList<>();
    for (int i = 1; i <= 1000; i++) {
      priorities.add(i);
    }
    Collections.shuffle(priorities.subList(0, random.nextBoolean() ? 1000 : 1), random);
    List<String> codes = new ArrayList<>(CODES);
    Collections.shuffle(codes, random);
    List<String> unused = new ArrayList<>(children);
    Collections.shuffle(unused, random);
    Set<String> targets = new HashSet<>();
    List<Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean nested = !unused.isEmpty() && random.nextInt(3) == 0;
      String target;
      do {
        target = nested ? unused.removeLast() : target(method, addressing);
      } while (!targets.add(target));
      int least = method == RoutingMethod.GEOGRAPHIC ? 1 : 0;
      int ranges =
          method == RoutingMethod.SUBNET && i > 0 ? 1 + random.nextInt(4) : random.nextInt(4);
      int v4 = nested ? random.nextInt(4) : 0;
      int v6 = nested ? random.nextInt(4) : 0;
      endpoints.add(
          new Endpoint(
              oneOf(List.of("endpoint ", "ep-", "Küste #")) + i,
              nested
                  ? EndpointType.NESTED
                  : oneOf(List.of(EndpointType.EXTERNAL, EndpointType.AZURE)),
              target,
              random.nextInt(5) != 0,
              !nested && random.nextInt(5) == 0,
              1 + random.nextInt(1000),
              priorities.get(i),
              location(method),
              take(codes, least + random.nextInt(5)),
              subnets(i, ranges),
              headers(),
              nested ? Math.max(1, Math.max(v4, v6)) + random.nextInt(3) : 1,
              v4,
              v6));
    }
    return endpoints;
  }

  private @Nullable String location(RoutingMethod method) {
    return method == RoutingMethod.PERFORMANCE || random.nextInt(3) == 0 ? oneOf(REGIONS) : null;
  }

  private String target(RoutingMethod method, int addressing) {
    boolean multiValue = method == RoutingMethod.MULTI_VALUE;
    return switch (multiValue ? 1 + random.nextInt(2) : addressing) {
      case 0 -> label(random) + "." + label(random) + ".app.example";
      case 1 -> oneOf(List.of("192.0.2.", "198.51.100.", "10.1.2.")) + random.nextInt(256);
      default -> new IpAddress(true, 0x2001_0db8_0000_0000L, random.nextLong()).toString();
    };
  }

  /** Ranges of the {@code index}th endpoint; those of other indices never overlap them. */
  private List<SubnetRange> subnets(int index, int count) {
    List<SubnetRange> ranges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean v6 = random.nextBoolean();
      // Each range has a block of 256 IPv4 addresses, or of a /64, to itself.
      int block = index * 16 + i;
      IpAddress start =
          v6
              ? new IpAddress(true, 0x2001_0db8_0000_0000L + block, 0)
              : IpAddress.v4(0x0a00_0000 + (block << 8));
      Prefix whole = Prefix.of(start, v6 ? 64 : 24);
      ranges.add(
          switch (random.nextInt(4)) {
            case 0 -> new SubnetRange(start, null, null);
            case 1 -> new SubnetRange(start, whole.last(), null);
            case 2 -> new SubnetRange(start, start, null);
            default ->
                new SubnetRange(
                    start,
                    null,
                    whole.length() + random.nextInt(start.bits() - whole.length() + 1));
          });
    }
    return ranges;
  }

  private static List<String> take(List<String> from, int count) {
    List<String> taken = new ArrayList<>();
    while (taken.size() < count && !from.isEmpty()) {
      taken.add(from.removeLast());
    }
    return taken;
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
