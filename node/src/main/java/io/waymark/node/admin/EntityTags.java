package io.waymark.node.admin;

import io.waymark.protocol.profile.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads If-Match and If-None-Match: RFC 9110 sections 8.8.3 and 13.1. */
final class EntityTags {
  private static final Pattern NEXT =
      Pattern.compile("\\s*((?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\xff]*\")\\s*(,|$)");

  private EntityTags() {}

  /**
   * The tags with their quotes, or a single {@code *}; null when the header was not sent.
   *
   * @throws ProblemException 400 when it is something else
   */
  static @Nullable List<String> parse(String header, List<String> values) {
    if (values.isEmpty()) {
      return null;
    }
    String value = String.join(",", values).strip();
    if (value.equals("*")) {
      return List.of("*");
    }
    List<String> tags = new ArrayList<>();
    Matcher matcher = NEXT.matcher(value);
    int end = 0;
    while (end < value.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw new ProblemException(
            400,
            "a header is not right",
            List.of(
                new Violation(
                    header, value, "must be * or entity tags with their quotes, as in \"abc\"")));
      }
      tags.add(matcher.group(1));
      end = matcher.end();
    }
    return tags;
  }
}
