package io.waymark.node.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RepeatBoundTest {
  private static final int MAX = RepeatBound.REPEATS_MAX;
  private static final long PERIOD = RepeatBound.PERIOD.toMillis();

  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final RepeatBound bound = new RepeatBound(written);

  @BeforeEach
  void start() {
    written.setContext(context);
    written.start();
    bound.setContext(context);
    bound.start();
  }

  @Test
  void holdsBackWhatRepeatsTooOftenAndSaysHowMuchWhenThePeriodIsOver() {
    for (int i = 0; i < MAX + 7; i++) {
      log(i, Level.WARN, "no answer from {}", i);
    }
    assertThat(messages()).hasSize(MAX).contains("no answer from 0", "no answer from " + (MAX - 1));

    written.list.clear();
    log(PERIOD, Level.INFO, "something else");

    assertThat(messages())
        .containsExactly("held back 7 more like: no answer from {}", "something else");
    assertThat(written.list.getFirst().getLevel()).isEqualTo(Level.WARN);
    assertThat(written.list.getFirst().getLoggerName()).isEqualTo("io.waymark.Thing");
  }

  @Test
  void startsAnewWithEachPeriod() {
    for (int i = 0; i < MAX; i++) {
      log(0, Level.ERROR, "full");
    }
    log(PERIOD - 1, Level.ERROR, "full");
    log(PERIOD, Level.ERROR, "full");

    assertThat(messages()).hasSize(MAX + 2).endsWith("held back 1 more like: full", "full");
  }

  @Test
  void saysNothingOfMessagesThatStayedWithinTheBound() {
    for (int i = 0; i < MAX; i++) {
      log(0, Level.INFO, "one");
      log(0, Level.WARN, "one");
      log(0, Level.INFO, "two");
    }
    log(PERIOD, Level.INFO, "three");

    assertThat(messages()).hasSize(3 * MAX + 1).noneMatch(message -> message.startsWith("held"));
  }

  @Test
  void passesEveryDebugAndTraceMessage() {
    for (int i = 0; i < MAX + 1; i++) {
      log(0, Level.DEBUG, "probe");
      log(0, Level.TRACE, "packet");
    }
    assertThat(messages()).hasSize(2 * MAX + 2);
  }

  @Test
  void boundsMessagesThatAreAllDifferentToo() {
    for (int i = 0; i < RepeatBound.TEMPLATES_MAX + MAX + 5; i++) {
      log(0, Level.INFO, "unique " + i);
    }
    assertThat(messages()).hasSize(RepeatBound.TEMPLATES_MAX + MAX);

    bound.stop();
    assertThat(messages()).endsWith("held back 5 more like: messages of many kinds");
  }

  @Test
  void saysAtTheEndWhatItHeldBack() {
    for (int i = 0; i < MAX + 1; i++) {
      log(0, Level.INFO, "again");
    }
    bound.stop();
    bound.stop();

    assertThat(messages()).hasSize(MAX + 1).endsWith("held back 1 more like: again");
  }

  private void log(long millis, Level level, String template, Object... arguments) {
    LoggingEvent event =
        new LoggingEvent(
            "test", context.getLogger("io.waymark.Thing"), level, template, null, arguments);
    event.setTimeStamp(1_000_000 + millis);
    bound.doAppend(event);
  }

  private List<String> messages() {
    return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
