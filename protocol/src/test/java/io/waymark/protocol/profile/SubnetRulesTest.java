package io.waymark.protocol.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ranges of client addresses that map to endpoints. */
final class SubnetRulesTest {

  private static List<String> paths(String method, String... lists) {
    StringBuilder endpoints = new StringBuilder();
    for (int i = 0; i < lists.length; i++) {
      endpoints
          .append(i > 0 ? "," : "")
          .append("{name: 'e%d', target: 'e%d.example', subnets: [%s]".formatted(i, i, lists[i]))
          .append(
              ", geoMapping: ['%s'], endpointLocation: 'here'}"
                  .formatted(List.of("DE", "FR", "IT").get(i)));
    }
    return Documents.paths(
        "{trafficRoutingMethod: '%s', endpoints: [%s]}".formatted(method, endpoints));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{first: '192.0.2.1'}",
        "{first: '192.0.2.1', last: '192.0.2.1'}",
        "{first: '192.0.2.1', last: '192.0.2.9', scope: null}",
        "{first: '192.0.2.0', scope: 24}",
        "{first: '192.0.2.1', scope: 32}",
        "{first: '0.0.0.0', scope: 0}",
        "{first: '2001:db8::', scope: 32}",
        "{first: '2001:db8::1', scope: 128}",
        "{first: '2001:db8::1', last: '2001:db8::ff'}",
      })
  void acceptsAddressesRangesAndPrefixes(String range) {
    assertThat(paths("Subnet", range)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                         | .first",
        "{last: '192.0.2.1'}                        | .first",
        "{first: '192.0.2'}                         | .first",
        "{first: 7}                                 | .first",
        "{first: '192.0.2.1', last: '192.0.2.0'}    | .last",
        "{first: '192.0.2.1', last: '2001:db8::'}   | .last",
        "{first: '192.0.2.1', last: 'x'}            | .last",
        "{first: '192.0.2.0', scope: 33}            | .scope",
        "{first: '192.0.2.0', scope: -1}            | .scope",
        "{first: '192.0.2.0', scope: '24'}          | .scope",
        "{first: '2001:db8::', scope: 129}          | .scope",
        "{first: '192.0.2.1', scope: 24}            | .first",
        "{first: '192.0.2.0', last: '192.0.2.9', scope: 24} | .scope",
        "{first: '192.0.2.1', mask: 1}              | .mask",
        "'192.0.2.0/24'                             | ``",
      })
  void refusesOtherRanges(String range, String field) {
    assertThat(paths("Subnet", range)).containsExactly("endpoints[0].subnets[0]" + field);
  }

  @Test
  void namesTheNetworkWhereFirstIsNotTheNetworkAddress() {
    assertThat(
            Documents.violations(
                "{endpoints: [{name: 'a', target: 'a.example',"
                    + " subnets: [{first: '192.0.2.77', scope: 24}]}]}"))
        .extracting(Violation::message)
        .containsExactly("must be the network address of its scope, as in 192.0.2.0/24");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Subnet", "Geographic", "Performance", "Priority"})
  void rangesOfTwoEndpointsDoNotOverlap(String method) {
    assertThat(
            paths(
                method,
                "{first: '192.0.2.0', scope: 24}",
                "{first: '192.0.1.0', last: '192.0.2.0'}",
                "{first: '198.51.100.1'}"))
        .containsExactly("endpoints[1].subnets[0]");
  }

  @Test
  void rangesOfOneEndpointDoNotOverlapEither() {
    assertThat(paths("Subnet", "{first: '192.0.2.0', scope: 24}, {first: '192.0.2.255'}"))
        .containsExactly("endpoints[0].subnets[1]");
  }

  @Test
  void aRangeThatIsRefusedTakesNothingFromThoseBehindIt() {
    assertThat(
            paths(
                "Subnet",
                "{first: '192.0.2.50', last: '192.0.2.60'}",
                "{first: '192.0.2.0', scope: 24}, {first: '192.0.2.70', last: '192.0.2.80'}",
                "{first: '192.0.2.10', last: '192.0.2.19'}, {first: '192.0.2.60'}"))
        .containsExactly("endpoints[1].subnets[0]", "endpoints[2].subnets[1]");
  }

  @Test
  void rangesMayTouch() {
    assertThat(
            paths(
                "Subnet",
                "{first: '192.0.2.0', scope: 24}",
                "{first: '192.0.1.0', last: '192.0.1.255'}, {first: '192.0.3.0'}",
                "{first: '0.0.0.0', last: '192.0.0.255'}, {first: '::', scope: 0}"))
        .isEmpty();
  }

  @Test
  void oneEndpointMayHaveNoRangesAndServesAllOthers() {
    assertThat(paths("Subnet", "{first: '192.0.2.1'}", "")).isEmpty();
    assertThat(paths("Subnet", "", "{first: '192.0.2.1'}", ""))
        .containsExactly("endpoints[2].subnets");
    assertThat(paths("Weighted", "", "")).isEmpty();
  }

  @Test
  void aListThatCannotBeReadIsNotTakenForAnEmptyOne() {
    assertThat(paths("Subnet", "{first: 'x'}", ""))
        .containsExactly("endpoints[0].subnets[0].first");
  }

  @Test
  void overlapsAreFoundExactlyWhereTwoRangesShareAnAddress() {
    Seeds.forEach(
        500,
        random -> {
          List<SubnetRange> ranges = new ArrayList<>();
          for (int i = 2 + random.nextInt(4); i > 0; i--) {
            ranges.add(range(random));
          }
          boolean shared = false;
          for (int i = 0; i < ranges.size(); i++) {
            for (int j = 0; j < i; j++) {
              SubnetRange a = ranges.get(i);
              SubnetRange b = ranges.get(j);
              shared |= a.contains(b.first()) || b.contains(a.first());
            }
          }
          String list =
              ranges.stream()
                  .map(r -> "{first: '%s', last: '%s'}".formatted(r.first(), r.end()))
                  .collect(Collectors.joining(","));
          assertThat(paths("Subnet", list).isEmpty()).as(list).isEqualTo(!shared);
        });
  }

  private static SubnetRange range(Random random) {
    boolean v6 = random.nextInt(3) == 0;
    IpAddress first =
        v6
            ? new IpAddress(true, 0x2001_0db8_0000_0000L, random.nextInt(64))
            : IpAddress.v4(0xc000_0200 + random.nextInt(64));
    IpAddress last = new IpAddress(v6, first.high(), first.low() + random.nextInt(16));
    return new SubnetRange(first, last, null);
  }

  @Test
  void aRangeEndsWhereItsPrefixDoes() {
    Seeds.forEach(
        200,
        random -> {
          IpAddress address = IpAddress.v4(random.nextInt());
          Prefix prefix = Prefix.of(address, random.nextInt(33));
          SubnetRange range = new SubnetRange(prefix.address(), null, prefix.length());
          assertThat(range.end()).isEqualTo(prefix.last());
          assertThat(range.contains(address)).isTrue();
          IpAddress other = IpAddress.v4(random.nextInt());
          assertThat(range.contains(other)).isEqualTo(prefix.contains(other));
        });
  }
}
