package io.waymark.node.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets a message through at most so many times in a period, then says once how many it held back.
 *
 * <p>Messages are the same when they come from one logger, at one level, with one template; their
 * arguments do not count. So a fault that hits every endpoint or every packet fills neither the
 * disk nor the operator's screen. Debug and trace always pass: who turns them on wants every line.
 *
 * <p>It is an appender in front of another and not a turbo filter, because those are not asked
 * about messages of SLF4J's fluent interface, but are about every {@code isInfoEnabled}. The count
 * is told with the first message after the period, or when this stops.
 */
final class RepeatBound extends AppenderBase<ILoggingEvent> {
  /** How often a message may come in a period. */
  static final int REPEATS_MAX = 20;

  static final Duration PERIOD = Duration.ofMinutes(1);

  /**
   * How many messages are told apart in a period. Some libraries put arguments into the template;
   * past this many, all further ones count as one message.
   */
  static final int TEMPLATES_MAX = 1_000;

  private static final Template OTHER =
      new Template(RepeatBound.class.getName(), Level.WARN, "messages of many kinds");

  private record Template(String logger, Level level, String message) {}

  private final Appender<ILoggingEvent> next;
  private final Map<Template, Integer> seen = new LinkedHashMap<>();
  private long periodEndMillis = Long.MIN_VALUE;
  private @Nullable ILoggingEvent last;

  RepeatBound(Appender<ILoggingEvent> next) {
    this.next = next;
    setName("bounded");
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.INFO)) {
      next.doAppend(event);
      return;
    }
    last = event;
    if (event.getTimeStamp() >= periodEndMillis) {
      tellHeldBack();
      periodEndMillis = event.getTimeStamp() + PERIOD.toMillis();
    }
    Template template =
        new Template(event.getLoggerName(), event.getLevel(), String.valueOf(event.getMessage()));
    if (seen.size() >= TEMPLATES_MAX && !seen.containsKey(template)) {
      template = OTHER;
    }
    if (seen.merge(template, 1, Integer::sum) <= REPEATS_MAX) {
      next.doAppend(event);
    }
  }

  @Override
  public synchronized void stop() {
    if (isStarted()) {
      tellHeldBack();
      super.stop();
      next.stop();
    }
  }

  private void tellHeldBack() {
    seen.forEach((template, times) -> {
      if (times > REPEATS_MAX) {
        next.doAppend(heldBack(template, times - REPEATS_MAX));
      }
    });
    seen.clear();
  }

  private LoggingEvent heldBack(Template template, int times) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerName(template.logger());
    event.setLevel(template.level());
    event.setThreadName(Thread.currentThread().getName());
    event.setTimeStamp(last == null ? 0 : last.getTimeStamp());
    event.setMessage("held back {} more like: {}");
    event.setArgumentArray(new Object[] {times, template.message()});
    return event;
  }
}
