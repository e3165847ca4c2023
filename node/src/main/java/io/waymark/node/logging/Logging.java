package io.waymark.node.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.waymark.node.settings.NodeSettings.Log;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Sets up the process's logs: standard error, in the form and from the level that is wanted. */
public final class Logging {
  /** Time with offset, level, class and message; a message is one line whatever is in it. */
  private static final String TEXT =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %replace(%msg){'\\p{Cntrl}+', ' '}%n";

  /** Loggers of Pekko that repeat themselves for as long as a peer is down. */
  private static final List<String> RETRYING =
      List.of(
          "org.apache.pekko.stream.Materializer",
          "org.apache.pekko.remote.artery",
          "org.apache.pekko.cluster");

  private Logging() {}

  /** From now on logs as the operator said. */
  public static void configure(Log log) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.reset();
      configure(context, log);
    }
  }

  static void configure(LoggerContext context, Log log) {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder(context, log.json()));
    console.start();
    Appender<ILoggingEvent> bounded = new RepeatBound(console);
    bounded.setContext(context);
    bounded.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(log.level()));
    root.addAppender(bounded);
    if (root.getLevel().equals(Level.INFO)) {
      // At info Pekko tells of its own starts and stops, which are no news to an operator.
      context.getLogger("org.apache.pekko").setLevel(Level.WARN);
    }
    if (root.getLevel().isGreaterOrEqual(Level.INFO)) {
      // It warns of every attempt to connect to a peer that is down. Who is heard and who is not
      // any more is told once, by the node's own actors.
      for (String name : RETRYING) {
        context.getLogger(name).setLevel(Level.ERROR);
      }
    }
  }

  static Encoder<ILoggingEvent> encoder(LoggerContext context, boolean json) {
    if (json) {
      JsonLines lines = new JsonLines();
      lines.setContext(context);
      lines.start();
      return lines;
    }
    PatternLayoutEncoder text = new PatternLayoutEncoder();
    text.setContext(context);
    text.setPattern(TEXT);
    text.start();
    return text;
  }
}
