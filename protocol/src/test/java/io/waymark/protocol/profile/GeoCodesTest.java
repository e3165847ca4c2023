package io.waymark.protocol.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree of places. */
final class GeoCodesTest {

  @Test
  void holdsEightGroupings() {
    Map<String, Long> countries =
        new TreeMap<>(
            GeoCodes.belowWorld().stream()
                .filter(code -> code.length() == 2)
                .collect(
                    Collectors.groupingBy(
                        code -> String.valueOf(GeoCodes.parent(code)), Collectors.counting())));
    assertThat(countries)
        .hasToString(
            "{GEO-AF=58, GEO-AN=1, GEO-AP=26, GEO-AS=38, GEO-EU=54, GEO-ME=15, GEO-NA=44,"
                + " GEO-SA=15}");
  }

  @Test
  void holdsTheStatesOfThreeCountries() {
    Map<String, Long> states =
        new TreeMap<>(
            GeoCodes.belowWorld().stream()
                .filter(code -> code.contains("-") && !code.startsWith("GEO-"))
                .collect(
                    Collectors.groupingBy(
                        code -> String.valueOf(GeoCodes.parent(code)), Collectors.counting())));
    assertThat(states).hasToString("{AU=8, CA=13, US=51}");
  }

  @Test
  void everyCodeLeadsToTheWorld() {
    for (String code : GeoCodes.belowWorld()) {
      List<String> way = Stream.iterate(code, at -> at != null, GeoCodes::parent).toList();
      assertThat(way).as(code).hasSizeLessThanOrEqualTo(4).last().isEqualTo(GeoCodes.WORLD);
      assertThat(GeoCodes.known(code)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MX, GEO-NA",
    "CU, GEO-NA",
    "JM, GEO-NA",
    "TT, GEO-NA",
    "BQ, GEO-NA",
    "PR, GEO-NA",
    "TR, GEO-ME",
    "CY, GEO-EU",
    "RU, GEO-EU",
    "XK, GEO-EU",
    "XJ, GEO-EU",
    "AM, GEO-AS",
    "AZ, GEO-AS",
    "GE, GEO-AS",
    "KZ, GEO-AS",
    "CC, GEO-AS",
    "CX, GEO-AS",
    "EG, GEO-AF",
    "XE, GEO-NA",
    "XS, GEO-NA",
    "US-DC, US",
    "AU-ACT, AU",
    "CA-QC, CA",
    "GEO-AN, WORLD",
  })
  void placesLieWhereTheOriginalPutsThem(String code, String parent) {
    assertThat(GeoCodes.parent(code)).isEqualTo(parent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CG", "EH", "UK", "GB-ENG", "de", "GEO-UK", "", "US-XX"})
  void doesNotKnowOthers(String code) {
    assertThat(GeoCodes.known(code)).isFalse();
    assertThat(GeoCodes.parent(code)).isNull();
  }

  @Test
  void theWorldHasNoParent() {
    assertThat(GeoCodes.known(GeoCodes.WORLD)).isTrue();
    assertThat(GeoCodes.parent(GeoCodes.WORLD)).isNull();
  }
}
