package io.waymark.protocol.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.protocol.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PrefixMapTest {

  @Test
  void theLongestPrefixDecides() {
    PrefixMap map =
        new PrefixMapBuilder()
            .put(Prefix.parse("198.51.100.0/24"), 1)
            .put(Prefix.parse("198.51.0.0/16"), 2)
            .put(Prefix.parse("198.51.100.7"), 3)
            .put(Prefix.parse("2001:db8::/32"), 4)
            .put(Prefix.parse("2001:db8::1"), 5)
            .build();

    assertThat(map.get(IpAddress.parse("198.51.99.255"))).isEqualTo(2);
    assertThat(map.get(IpAddress.parse("198.51.100.6"))).isEqualTo(1);
    assertThat(map.get(IpAddress.parse("198.51.100.7"))).isEqualTo(3);
    assertThat(map.get(IpAddress.parse("198.51.101.0"))).isEqualTo(2);
    assertThat(map.get(IpAddress.parse("198.52.0.0"))).isEqualTo(PrefixMap.NONE);
    assertThat(map.get(IpAddress.parse("2001:db8::1"))).isEqualTo(5);
    assertThat(map.get(IpAddress.parse("2001:db8::2"))).isEqualTo(4);
    assertThat(map.get(IpAddress.parse("2001:db9::"))).isEqualTo(PrefixMap.NONE);
  }

  @Test
  void aRowIsCutByTheMoreSpecificOnesWithinIt() {
    PrefixMap map =
        new PrefixMapBuilder()
            .put(Prefix.parse("192.0.0.0/8"), 1)
            .put(Prefix.parse("192.0.0.0/16"), 2)
            .build();

    assertThat(map.prefixLength(IpAddress.parse("192.0.2.1"))).isEqualTo(16);
    assertThat(map.prefixLength(IpAddress.parse("192.1.0.0"))).isEqualTo(16);
    assertThat(map.prefixLength(IpAddress.parse("192.128.0.0"))).isEqualTo(9);
    assertThat(map.prefixLength(IpAddress.parse("10.0.0.0"))).isEqualTo(1);
  }

  @Test
  void neighboursThatSayTheSameAreOne() {
    PrefixMap map =
        new PrefixMapBuilder()
            .put(Prefix.parse("198.51.100.0/25"), 1)
            .put(Prefix.parse("198.51.100.128/25"), 1)
            .put(Prefix.parse("198.51.100.64/26"), 1)
            .build();

    assertThat(map.prefixLength(IpAddress.parse("198.51.100.200"))).isEqualTo(24);
    assertThat(map.size()).isEqualTo(3 + 1);
  }

  @Test
  void aWholeFamilyCanHaveOneValue() {
    PrefixMap map =
        new PrefixMapBuilder()
            .put(Prefix.parse("0.0.0.0/0"), 1)
            .put(Prefix.parse("::/0"), 2)
            .build();

    for (String address : List.of("0.0.0.0", "255.255.255.255")) {
      assertThat(map.get(IpAddress.parse(address))).isEqualTo(1);
      assertThat(map.prefixLength(IpAddress.parse(address))).isZero();
    }
    for (String address : List.of("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")) {
      assertThat(map.get(IpAddress.parse(address))).isEqualTo(2);
      assertThat(map.prefixLength(IpAddress.parse(address))).isZero();
    }
    assertThat(PrefixMap.EMPTY.get(IpAddress.parse("192.0.2.1"))).isEqualTo(PrefixMap.NONE);
  }

  @Test
  void ofOnePrefixTheLaterValueCounts() {
    PrefixMap map =
        new PrefixMapBuilder()
            .put(Prefix.parse("198.51.100.0/24"), 1)
            .put(Prefix.parse("192.0.2.0/24"), 1)
            .put(Prefix.parse("198.51.100.0/24"), 2)
            .build();

    assertThat(map.get(IpAddress.parse("198.51.100.1"))).isEqualTo(2);
  }

  @Test
  void refusesLengthsThatTheFamilyDoesNotHave() {
    assertThatThrownBy(() -> new PrefixMapBuilder().put(false, 0, 0, 33, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PrefixMapBuilder().put(true, 0, 0, 129, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void agreesWithLookingThroughEveryPrefix() {
    Seeds.forEach(
        500,
        random -> {
          Table table = Table.draw(random, random.nextBoolean(), 1 + random.nextInt(60));
          PrefixMap map = table.map();
          for (int i = 0; i < 200; i++) {
            IpAddress address = table.address(random);
            assertThat(map.get(address)).as(address.toString()).isEqualTo(table.get(address));
          }
        });
  }

  @Test
  void agreesWithATreeOverManyPrefixes() {
    Seeds.forEach(
        2,
        random -> {
          for (boolean v6 : new boolean[] {false, true}) {
            Table table = Table.draw(random, v6, 20_000);
            PrefixMap map = table.map();
            Node root = new Node();
            table.values.forEach(root::put);
            for (int i = 0; i < 250_000; i++) {
              IpAddress address = table.address(random);
              if (map.get(address) != root.get(address)) {
                assertThat(map.get(address)).as(address.toString()).isEqualTo(root.get(address));
              }
            }
          }
        });
  }

  @Test
  void theReportedPrefixIsTheShortestOfOneValue() {
    Seeds.forEach(
        500,
        random -> {
          boolean v6 = random.nextBoolean();
          Table table = Table.draw(random, v6, 1 + random.nextInt(40));
          PrefixMap map = table.map();
          for (int i = 0; i < 50; i++) {
            IpAddress address = table.address(random);
            int length = map.prefixLength(address);
            Prefix prefix = Prefix.of(address, length);
            assertThat(table.valuesIn(prefix)).as(prefix + " in " + table).hasSize(1);
            if (length > 0) {
              Prefix wider = Prefix.of(address, length - 1);
              assertThat(table.valuesIn(wider)).as(wider + " in " + table).hasSizeGreaterThan(1);
            }
          }
        });
  }

  @Test
  void combinesAddressByAddress() {
    Seeds.forEach(
        200,
        random -> {
          boolean v6 = random.nextBoolean();
          Table here = Table.draw(random, v6, 1 + random.nextInt(40));
          Table there = Table.draw(random, v6, 1 + random.nextInt(40));
          PrefixMap both = here.map().combine(there.map(), (a, b) -> 10 * a + b);
          PrefixMap mapped = here.map().map(value -> -value);
          for (int i = 0; i < 50; i++) {
            IpAddress address = (random.nextBoolean() ? here : there).address(random);
            assertThat(both.get(address)).isEqualTo(10 * here.get(address) + there.get(address));
            assertThat(mapped.get(address)).isEqualTo(-here.get(address));
          }
        });
  }

  /** A tree with a level for each bit. */
  private static final class Node {
    private final @Nullable Node[] children = new @Nullable Node[2];
    private int value = PrefixMap.NONE;

    void put(Prefix prefix, int given) {
      Node node = this;
      for (int bit = 0; bit < prefix.length(); bit++) {
        int side = side(prefix.address(), bit);
        Node child = node.children[side];
        if (child == null) {
          child = new Node();
          node.children[side] = child;
        }
        node = child;
      }
      node.value = given;
    }

    int get(IpAddress address) {
      int found = PrefixMap.NONE;
      Node node = this;
      for (int bit = 0; node != null; bit++) {
        found = node.value == PrefixMap.NONE ? found : node.value;
        node = bit < address.bits() ? node.children[side(address, bit)] : null;
      }
      return found;
    }

    private static int side(IpAddress address, int bit) {
      int fromRight = address.bits() - 1 - bit;
      long half = fromRight < Long.SIZE ? address.low() : address.high();
      return (int) (half >>> fromRight & 1);
    }
  }

  /** Prefixes with values, looked up the plain way. */
  private static final class Table {
    private static final int VALUES = 4;

    private final boolean v6;
    private final List<Prefix> prefixes = new ArrayList<>();
    private final Map<Prefix, Integer> values = new HashMap<>();

    private Table(boolean v6) {
      this.v6 = v6;
    }

    static Table draw(Random random, boolean v6, int count) {
      Table table = new Table(v6);
      for (int i = 0; i < count; i++) {
        // Near others that are there already, or they would hardly ever nest.
        IpAddress near =
            i == 0 || random.nextInt(4) == 0 ? anywhere(random, v6) : table.address(random);
        int length = random.nextInt(near.bits() + 1);
        Prefix prefix = Prefix.of(near, length);
        table.prefixes.add(prefix);
        table.values.put(prefix, random.nextInt(VALUES));
      }
      return table;
    }

    private static IpAddress anywhere(Random random, boolean v6) {
      long high = random.nextLong();
      if (!v6) {
        return IpAddress.v4((int) high);
      }
      return new IpAddress(
          true,
          random.nextBoolean() ? high : high >>> 3 | 1L << 61,
          random.nextBoolean() ? 0 : random.nextLong());
    }

    /** Within a prefix, at one of its ends, or just outside. */
    IpAddress address(Random random) {
      Prefix prefix = prefixes.get(random.nextInt(prefixes.size()));
      return switch (random.nextInt(5)) {
        case 0 -> prefix.first();
        case 1 -> prefix.last();
        case 2 -> after(prefix.last());
        case 3 -> anywhere(random, v6);
        default -> {
          IpAddress any = anywhere(random, v6);
          IpAddress first = prefix.first();
          IpAddress host = any.network(prefix.length());
          yield new IpAddress(
              v6, first.high() | any.high() ^ host.high(), first.low() | any.low() ^ host.low());
        }
      };
    }

    private static IpAddress after(IpAddress address) {
      if (!address.v6()) {
        return IpAddress.v4((int) address.low() + 1);
      }
      long low = address.low() + 1;
      return new IpAddress(true, address.high() + (low == 0 ? 1 : 0), low);
    }

    PrefixMap map() {
      PrefixMapBuilder builder = new PrefixMapBuilder();
      values.forEach(builder::put);
      return builder.build();
    }

    int get(IpAddress address) {
      return prefixes.stream()
          .filter(prefix -> prefix.contains(address))
          .max((a, b) -> Integer.compare(a.length(), b.length()))
          .map(prefix -> values.getOrDefault(prefix, PrefixMap.NONE))
          .orElse(PrefixMap.NONE);
    }

    /** Every value in the prefix: it can only change where a prefix begins or has just ended. */
    Set<Integer> valuesIn(Prefix within) {
      Set<Integer> found = new HashSet<>();
      found.add(get(within.first()));
      for (Prefix prefix : prefixes) {
        for (IpAddress border : List.of(prefix.first(), after(prefix.last()))) {
          if (within.contains(border)) {
            found.add(get(border));
          }
        }
      }
      return found;
    }

    @Override
    public String toString() {
      return values.toString();
    }
  }
}
