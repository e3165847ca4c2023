package io.waymark.protocol.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The codes of {@code geoMapping}, a tree of four levels: the world, its groupings, their
 * countries, and the states of some countries.
 *
 * <p>A country's code is ISO 3166-1 alpha-2, besides XE, XJ, XK and XS, which name places that ISO
 * counts with others. Congo-Brazzaville and Western Sahara have no code: only the world holds them.
 */
public final class GeoCodes {
  public static final String WORLD = "WORLD";

  private static final String COUNTRIES =
      """
      GEO-EU AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE\
       LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XJ XK
      GEO-ME AE BH IL IQ IR JO KW LB OM PS QA SY SA TR YE
      GEO-NA AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX\
       NI PA PM PR SV SX TC TT UM US VC VG VI XE XS
      GEO-AS AF AM AZ BD BN BT CC CN CX GE HK ID IN IO JP KG KH KP KR KZ LA LK MM MN MO MV MY NP PH\
       PK SG TH TJ TL TM TW UZ VN
      GEO-AF AO BF BI BJ BV BW CD CF CI CM CV DJ DZ EG ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG\
       ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW
      GEO-AN AQ
      GEO-SA AR BO BR CL CO EC FK GF GS GY PE PY SR UY VE
      GEO-AP AS AU CK FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV VU WF WS
      """;

  private static final String STATES =
      """
      AU ACT NSW NT QLD SA TAS VIC WA
      CA AB BC MB NB NL NS NT NU ON PE QC SK YT
      US AL AK AZ AR CA CO CT DC DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH\
       NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY
      """;

  private static final Map<String, String> PARENTS = parents();

  private static final List<String> NUMBERED = numbered();
  private static final Map<String, Integer> NUMBERS = numbers();
  private static final int[] PARENT_NUMBERS = parentNumbers();

  private GeoCodes() {}

  private static Map<String, String> parents() {
    Map<String, String> parents = new LinkedHashMap<>();
    COUNTRIES
        .lines()
        .map(line -> line.split(" "))
        .forEach(line -> {
          parents.put(line[0], WORLD);
          for (int i = 1; i < line.length; i++) {
            parents.put(line[i], line[0]);
          }
        });
    STATES
        .lines()
        .map(line -> line.split(" "))
        .forEach(line -> {
          for (int i = 1; i < line.length; i++) {
            parents.put(line[0] + "-" + line[i], line[0]);
          }
        });
    return parents;
  }

  /** Whether this is a code, in upper case. */
  public static boolean known(String code) {
    return code.equals(WORLD) || PARENTS.containsKey(code);
  }

  /**
   * The code of the next wider place: a state's country, a country's grouping, a grouping's world;
   * null for the world and for what is no code.
   */
  public static @Nullable String parent(String code) {
    return PARENTS.get(code);
  }

  /** Every code but {@link #WORLD}. */
  public static Set<String> belowWorld() {
    return java.util.Collections.unmodifiableSet(PARENTS.keySet());
  }

  /** How many codes there are, the world's included; they are numbered from 0, the world. */
  public static int count() {
    return NUMBERED.size();
  }

  /**
   * The number of a code, in {@code [0, count())}; the same on every node of this version.
   *
   * @throws IllegalArgumentException when this is no code
   */
  public static int number(String code) {
    Integer number = NUMBERS.get(code);
    if (number == null) {
      throw new IllegalArgumentException("not a geographic code: " + code);
    }
    return number;
  }

  /** The code of a number. */
  public static String code(int number) {
    return NUMBERED.get(number);
  }

  /** The number of the next wider place; -1 for the world. */
  public static int parent(int number) {
    return PARENT_NUMBERS[number];
  }

  /** The code and the ever wider ones around it, in the order that routing looks them up. */
  public static List<String> climb(int number) {
    List<String> codes = new ArrayList<>();
    for (int at = number; at >= 0; at = parent(at)) {
      codes.add(code(at));
    }
    return codes;
  }

  private static List<String> numbered() {
    List<String> codes = new ArrayList<>();
    codes.add(WORLD);
    codes.addAll(PARENTS.keySet());
    return List.copyOf(codes);
  }

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    NUMBERED.forEach(code -> numbers.put(code, numbers.size()));
    return numbers;
  }

  private static int[] parentNumbers() {
    return NUMBERED.stream()
        .mapToInt(
            code -> code.equals(WORLD) ? -1 : number(Objects.requireNonNull(PARENTS.get(code))))
        .toArray();
  }
}
