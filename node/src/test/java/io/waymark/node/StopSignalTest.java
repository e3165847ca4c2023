package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StopSignalTest {

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void letsTheProcessEndCleanly(String signal) throws Exception {
    try (ChildJvm child = ChildJvm.start(EndsWhenTold.class)) {
      child.readUntil("ready");

      child.signal(signal);

      assertThat(child.exitCode()).isZero();
      assertThat(child.rest()).containsExactly("closed after SIG" + signal);
    }
  }

  @Test
  void endsTheProcessAtOnceTheSecondTime() throws Exception {
    try (ChildJvm child = ChildJvm.start(NeverEnds.class)) {
      child.readUntil("ready");
      child.signal("TERM");
      child.readUntil("leaving");

      child.signal("INT");

      assertThat(child.exitCode()).isEqualTo(130);
    }
  }

  @Test
  void canBeRaisedByTheProcessItself() throws Exception {
    try (ChildJvm child = ChildJvm.start(EndsWhenTold.class, "quit")) {
      assertThat(child.exitCode()).isZero();
      assertThat(child.rest()).containsExactly("ready", "closed after quit");
    }
  }

  static final class EndsWhenTold {
    public static void main(String[] args) throws InterruptedException {
      StopSignal stop = StopSignal.install();
      System.out.println("ready");
      if (args.length > 0) {
        stop.raise(args[0]);
      }
      System.out.println("closed after " + stop.await());
    }
  }

  static final class NeverEnds {
    public static void main(String[] args) throws InterruptedException {
      StopSignal stop = StopSignal.install();
      System.out.println("ready");
      stop.await();
      System.out.println("leaving");
      while (true) {
        LockSupport.park();
      }
    }
  }
}
