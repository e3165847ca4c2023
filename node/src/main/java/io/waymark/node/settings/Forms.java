package io.waymark.node.settings;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import io.waymark.node.settings.NodeSettings.Listen;
import io.waymark.node.settings.NodeSettings.UdpLoop;
import io.waymark.protocol.net.IpAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The forms of values that settings have. */
final class Forms {
  private static final int NAME_LENGTH_MAX = 63;
  private static final int TXT_BYTES_MAX = 255;

  /** Text form; with its root label a name this long takes 255 bytes, RFC 1035 section 2.3.4. */
  private static final int DOMAIN_NAME_LENGTH_MAX = 253;

  private static final int PORT_MAX = 65_535;
  private static final int DNS_PORT = 53;

  private static final Pattern NODE_NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
  private static final Pattern ALL_DIGITS = Pattern.compile("[0-9]+");

  static final Form<Boolean> SWITCH =
      new Form<>(
          "on or off (true or false)",
          false,
          text ->
              switch (text) {
                case "on", "true", "yes" -> true;
                case "off", "false", "no" -> false;
                default -> null;
              });

  static final Form<String> TEXT = new Form<>("a text", "", text -> text);

  static final Form<String> NAME =
      new Form<>(
          "1 to 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends",
          "meanwhile",
          text ->
              text.length() <= NAME_LENGTH_MAX && NODE_NAME.matcher(text).matches() ? text : null);

  static final Form<String> LABEL_TEXT =
      new Form<>(
          "1 to 63 printable characters",
          "meanwhile",
          text ->
              !text.isBlank() && text.length() <= NAME_LENGTH_MAX && printable(text)
                  ? text.strip()
                  : null);

  static final Form<String> NSID =
      new Form<>(
          "at most 255 bytes of printable text",
          "",
          text ->
              text.getBytes(StandardCharsets.UTF_8).length <= TXT_BYTES_MAX && printable(text)
                  ? text
                  : null);

  static final Form<String> DOMAIN_NAME =
      new Form<>(
          "a domain name such as tm.example (labels of 1 to 63 letters, digits, '-' and '_'; write"
              + " other scripts as xn--...)",
          "meanwhile.example",
          Forms::domainName);

  static final Form<String> MAILBOX =
      new Form<>(
          "a mailbox written as a domain name, such as hostmaster.tm.example for"
              + " hostmaster@tm.example",
          "meanwhile.example",
          Forms::domainName);

  static final Form<IpAddress> ADDRESS =
      new Form<>("an IPv4 or IPv6 address", IpAddress.v4(0x7f00_0001), IpAddress::parseOrNull);

  /** Port 0 included. */
  static final Form<Listen> LISTEN =
      new Form<>("a.b.c.d:port or \"[v6]:port\", port 0 to 65535", meanwhile(), Forms::listen);

  static final Form<Listen> PEER =
      new Form<>(
          "a.b.c.d:port or \"[v6]:port\", port 1 to 65535",
          meanwhile(),
          text -> {
            Listen listen = listen(text);
            return listen == null || listen.port() == 0 || listen.wildcard() ? null : listen;
          });

  static final Form<Listen> RESOLVER =
      new Form<>(
          "a.b.c.d, a.b.c.d:port, \"v6\" or \"[v6]:port\", port 1 to 65535 (53 where none is"
              + " given)",
          meanwhile(),
          text -> {
            IpAddress alone = IpAddress.parseOrNull(text);
            return alone != null ? new Listen(alone, DNS_PORT) : PEER.parse().apply(text);
          });

  static final Form<String> HOST_AND_PORT =
      new Form<>(
          "name:port, a.b.c.d:port or \"[v6]:port\", port 1 to 65535",
          "meanwhile.example:1",
          Forms::hostAndPort);

  static final Form<String> PREFIX =
      new Form<>(
          "an address or a prefix such as 10.0.0.0/8 with nothing set after the prefix length",
          "192.0.2.0/24",
          Forms::prefix);

  static final Form<UdpLoop> UDP_LOOP =
      new Form<>(
          "auto, native or nio",
          UdpLoop.AUTO,
          text ->
              switch (text) {
                case "auto" -> UdpLoop.AUTO;
                case "native" -> UdpLoop.NATIVE;
                case "nio" -> UdpLoop.NIO;
                default -> null;
              });

  static final Form<String> LOG_LEVEL =
      new Form<>(
          "error, warn, info, debug or trace",
          "info",
          text ->
              Set.of("error", "warn", "info", "debug", "trace")
                      .contains(text.toLowerCase(Locale.ROOT))
                  ? text.toLowerCase(Locale.ROOT)
                  : null);

  /** Whether lines are JSON. */
  static final Form<Boolean> LOG_FORMAT =
      new Form<>(
          "text or json",
          false,
          text ->
              switch (text) {
                case "text" -> false;
                case "json" -> true;
                default -> null;
              });

  private Forms() {}

  static Form<Integer> whole(int min, int max) {
    return new Form<>(
        "a whole number from " + min + " to " + max,
        min,
        text -> {
          if (text.length() > 10 || !ALL_DIGITS.matcher(text).matches()) {
            return null;
          }
          long value = Long.parseLong(text);
          return value < min || value > max ? null : (int) value;
        });
  }

  /** Degrees from {@code -limit} to {@code limit}. */
  static Form<Double> degrees(int limit) {
    return new Form<>(
        "degrees from -" + limit + " to " + limit + ", such as 52.37",
        0.0,
        text -> {
          try {
            double value = Double.parseDouble(text);
            return Math.abs(value) <= limit ? value : null;
          } catch (NumberFormatException e) {
            return null;
          }
        });
  }

  static Form<Duration> duration(Duration max) {
    return new Form<>(
        "a duration with its unit, such as 10 s, from 0 to " + max.toSeconds() + " s",
        Duration.ZERO,
        text -> {
          Duration value = duration(text);
          return value == null || value.isNegative() || value.compareTo(max) > 0 ? null : value;
        });
  }

  /** A duration that the wire carries in seconds. */
  static Form<Long> seconds(long max) {
    return new Form<>(
        "a duration of whole seconds with its unit, such as 30 s, from 0 to " + max + " s",
        0L,
        text -> {
          Duration value = duration(text);
          return value == null
                  || value.isNegative()
                  || !value.equals(Duration.ofSeconds(value.toSeconds()))
                  || value.toSeconds() > max
              ? null
              : value.toSeconds();
        });
  }

  private static @Nullable Duration duration(String text) {
    // HOCON takes a bare number for milliseconds, which nobody means who writes "timeout = 30".
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    if (text.isEmpty() || !Character.isLetter(text.charAt(text.length() - 1))) {
      return null;
    }
    try {
      return ConfigValueFactory.fromAnyRef(text).atKey("value").getDuration("value");
    } catch (ConfigException | ArithmeticException e) {
      return null;
    }
  }

  private static @Nullable Listen listen(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return null;
    }
    Integer port = whole(0, PORT_MAX).parse().apply(text.substring(colon + 1));
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    IpAddress address =
        IpAddress.parseOrNull(bracketed ? host.substring(1, host.length() - 1) : host);
    return port == null || address == null || address.v6() != bracketed
        ? null
        : new Listen(address, port);
  }

  private static @Nullable String hostAndPort(String text) {
    Listen listen = listen(text);
    if (listen != null) {
      return listen.port() == 0 || listen.wildcard() ? null : listen.toString();
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      return null;
    }
    String host = domainName(text.substring(0, colon));
    Integer port = whole(1, PORT_MAX).parse().apply(text.substring(colon + 1));
    return host == null || port == null ? null : host + ":" + port;
  }

  private static @Nullable String prefix(String text) {
    int slash = text.indexOf('/');
    IpAddress address = IpAddress.parseOrNull(slash < 0 ? text : text.substring(0, slash));
    if (address == null || slash < 0) {
      return address == null ? null : address.toString();
    }
    Integer length = whole(0, address.bits()).parse().apply(text.substring(slash + 1));
    return length == null || !address.network(length).equals(address)
        ? null
        : address + "/" + length;
  }

  /** Lower case, without trailing dot; null for what is no name, the root included. */
  static @Nullable String domainName(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (name.length() > DOMAIN_NAME_LENGTH_MAX || ALL_DIGITS.matcher(last(name)).matches()) {
      return null;
    }
    for (String label : name.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return null;
      }
    }
    return name;
  }

  /** The last label; no top-level domain is all digits, but every IPv4 address looks like one. */
  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static boolean printable(String text) {
    return text.codePoints().noneMatch(Character::isISOControl);
  }

  private static Listen meanwhile() {
    return new Listen(IpAddress.v4(0x7f00_0001), 0);
  }
}
