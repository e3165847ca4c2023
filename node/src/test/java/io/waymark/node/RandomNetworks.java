package io.waymark.node;

import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Networks from all over both address spaces, measured latencies from them, and clients. */
final class RandomNetworks {
  private final List<Prefix> measured;

  /**
   * @param count how many networks something was measured of
   */
  RandomNetworks(Random random, int count) {
    measured =
        Stream.generate(
                () -> {
                  IpAddress address = address(random);
                  return Prefix.of(
                      address, address.v6() ? random.nextInt(20, 57) : random.nextInt(6, 27));
                })
            .distinct()
            .limit(count)
            .toList();
  }

  /** Clients as resolvers tell of them; of every other one something was measured. */
  List<Prefix> clients(Random random, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> {
          IpAddress any = address(random);
          Prefix near = measured.get(random.nextInt(measured.size()));
          if (i % 2 == 0) {
            any = within(near, address(random, near.address().v6()));
          }
          int most = most(any);
          return Prefix.of(any, random.nextInt(4) == 0 ? random.nextInt(1, most + 1) : most);
        })
        .toList();
  }

  /** How much of a client's address its resolver tells at most (RFC 7871 section 11.1). */
  private static int most(IpAddress client) {
    return client.v6() ? 56 : 24;
  }

  /** Whether it is as long as resolvers tell. */
  static boolean tellsMost(Prefix client) {
    return client.length() == most(client.address());
  }

  private static IpAddress within(Prefix network, IpAddress any) {
    IpAddress inner = any.network(network.length());
    return new IpAddress(
        any.v6(),
        network.address().high() | any.high() ^ inner.high(),
        network.address().low() | any.low() ^ inner.low());
  }

  private static IpAddress address(Random random) {
    return address(random, random.nextBoolean());
  }

  /** IPv6 mostly where it is given out. */
  private static IpAddress address(Random random, boolean v6) {
    if (!v6) {
      return IpAddress.v4(random.nextInt());
    }
    long registries = List.of(0x2001L, 0x2400L, 0x2600L, 0x2800L, 0x2a00L).get(random.nextInt(5));
    return new IpAddress(
        true, registries << 48 | random.nextLong() >>> 12 & 0x000f_ffff_ffff_ffffL, 0);
  }

  /** A latency table: of each network the latency to one to four of the regions. */
  List<String> latencies(Random random, List<String> of) {
    List<String> rows = new ArrayList<>(List.of("prefix,region,milliseconds"));
    List<String> regions = new ArrayList<>(of.stream().distinct().toList());
    for (Prefix network : measured) {
      Collections.shuffle(regions, random);
      for (String region : regions.subList(0, random.nextInt(1, 5))) {
        rows.add(network + "," + region + "," + random.nextInt(1, 300));
      }
    }
    return rows;
  }

  /** The same table with its rows in another order. */
  static List<String> shuffled(List<String> table, Random random) {
    List<String> rows = new ArrayList<>(table);
    Collections.shuffle(rows.subList(1, rows.size()), random);
    return rows;
  }
}
