package io.waymark.node.admin;

import io.waymark.protocol.profile.GeoCodes;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What places are called in English. */
final class GeoNames {
  /** Those that the platform has no names for. */
  private static final String OWN =
      """
      WORLD World
      GEO-AF Africa
      GEO-AN Antarctica
      GEO-AP Australia / Pacific
      GEO-AS Asia
      GEO-EU Europe
      GEO-ME Middle East
      GEO-NA North America / Central America / Caribbean
      GEO-SA South America
      XE Sint Eustatius
      XJ Jan Mayen
      XK Kosovo
      XS Saba
      SJ Svalbard
      BQ Bonaire
      AU-ACT Australian Capital Territory
      AU-NSW New South Wales
      AU-NT Northern Territory
      AU-QLD Queensland
      AU-SA South Australia
      AU-TAS Tasmania
      AU-VIC Victoria
      AU-WA Western Australia
      CA-AB Alberta
      CA-BC British Columbia
      CA-MB Manitoba
      CA-NB New Brunswick
      CA-NL Newfoundland and Labrador
      CA-NS Nova Scotia
      CA-NT Northwest Territories
      CA-NU Nunavut
      CA-ON Ontario
      CA-PE Prince Edward Island
      CA-QC Quebec
      CA-SK Saskatchewan
      CA-YT Yukon
      US-AL Alabama
      US-AK Alaska
      US-AZ Arizona
      US-AR Arkansas
      US-CA California
      US-CO Colorado
      US-CT Connecticut
      US-DC District of Columbia
      US-DE Delaware
      US-FL Florida
      US-GA Georgia
      US-HI Hawaii
      US-ID Idaho
      US-IL Illinois
      US-IN Indiana
      US-IA Iowa
      US-KS Kansas
      US-KY Kentucky
      US-LA Louisiana
      US-ME Maine
      US-MD Maryland
      US-MA Massachusetts
      US-MI Michigan
      US-MN Minnesota
      US-MS Mississippi
      US-MO Missouri
      US-MT Montana
      US-NE Nebraska
      US-NV Nevada
      US-NH New Hampshire
      US-NJ New Jersey
      US-NM New Mexico
      US-NY New York
      US-NC North Carolina
      US-ND North Dakota
      US-OH Ohio
      US-OK Oklahoma
      US-OR Oregon
      US-PA Pennsylvania
      US-RI Rhode Island
      US-SC South Carolina
      US-SD South Dakota
      US-TN Tennessee
      US-TX Texas
      US-UT Utah
      US-VT Vermont
      US-VA Virginia
      US-WA Washington
      US-WV West Virginia
      US-WI Wisconsin
      US-WY Wyoming
      """;

  private static final Map<String, String> NAMES = names();

  private GeoNames() {}

  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    OWN.lines()
        .forEach(line -> {
          int space = line.indexOf(' ');
          names.put(line.substring(0, space), line.substring(space + 1));
        });
    return Map.copyOf(names);
  }

  /** The name of one of the {@link GeoCodes}. */
  static String name(String code) {
    String own = NAMES.get(code);
    return own != null ? own : Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
  }
}
