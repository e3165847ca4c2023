package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code dig} prints of the reply to one question.
 *
 * @param rcode such as {@code NOERROR}
 * @param flags in the order of the header
 * @param answer the answer section, such as {@code www.a.example. 30 IN A 192.0.2.1}
 * @param authority the authority section
 * @param clientSubnet network, source and scope prefix length; empty where the reply has none
 */
record Dig(
    String rcode,
    List<String> flags,
    List<String> answer,
    List<String> authority,
    String clientSubnet) {

  private static final Pattern RCODE = Pattern.compile("status: ([A-Z]+),");
  private static final Pattern FLAGS = Pattern.compile(";; flags: ([a-z ]*);");
  private static final Pattern CLIENT_SUBNET = Pattern.compile("; CLIENT-SUBNET: (\\S+)");

  /**
   * Runs it once, without repeating the question.
   *
   * @param question a name, a type and options, in the program's own words
   */
  static Dig ask(InetSocketAddress server, String... question) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "dig",
                "@" + server.getAddress().getHostAddress(),
                "-p",
                Integer.toString(server.getPort()),
                "+tries=1",
                "+time=20"));
    command.addAll(List.of(question));
    String text = run(command);
    return new Dig(
        found(RCODE, text),
        List.of(found(FLAGS, text).split(" ", -1)),
        section("ANSWER", text),
        section("AUTHORITY", text),
        found(CLIENT_SUBNET, text));
  }

  private static String run(List<String> command) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AssertionError("dig is not installed; the Debian package is bind9-dnsutils", e);
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static List<String> section(String name, String text) {
    return text.lines()
        .dropWhile(line -> !line.equals(";; " + name + " SECTION:"))
        .skip(1)
        .takeWhile(line -> !line.isEmpty())
        .map(line -> line.replaceAll("\\s+", " "))
        .toList();
  }
}
