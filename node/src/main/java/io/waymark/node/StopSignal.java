package io.waymark.node;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The operator's word to stop: SIGTERM, SIGINT or SIGHUP.
 *
 * <p>By default these signals end the JVM with status 143, 130 or 129, whatever a shutdown hook
 * does. Taken here, they let the command that waits stop in its own order and exit with 0. A second
 * one ends the process at once, for who cannot wait for a graceful end.
 */
public final class StopSignal {
  private static final List<String> SIGNALS = List.of("TERM", "INT", "HUP");
  private static final int KILLED_BY_SIGNAL = 128;

  private final CompletableFuture<String> received = new CompletableFuture<>();

  private StopSignal() {}

  /** Takes the signals from now on, for the whole process. */
  public static StopSignal install() {
    StopSignal stop = new StopSignal();
    for (String name : SIGNALS) {
      stop.handle(name);
    }
    return stop;
  }

  /** Stops as a signal would. */
  public void raise(String why) {
    received.complete(why);
  }

  /** Waits for the word to stop and returns what it was, such as {@code SIGTERM}. */
  public String await() throws InterruptedException {
    try {
      return received.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A signal that is ignored, as nohup has it, stays so: the JVM sees to that.
   *
   * <p>{@code sun.misc.Signal} is the only way to take a signal and part of the JDK's supported
   * module jdk.unsupported, but javac warns of its every mention in a way that cannot be turned
   * off.
   */
  private void handle(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object number = signal.getConstructor(String.class).newInstance(name);
      int status = KILLED_BY_SIGNAL + (int) signal.getMethod("getNumber").invoke(number);
      Object handling =
          Proxy.newProxyInstance(
              StopSignal.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (!received.complete("SIG" + name)) {
                  Runtime.getRuntime().halt(status);
                }
                return null;
              });
      signal.getMethod("handle", signal, handler).invoke(null, number, handling);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot take SIG" + name, e);
    }
  }
}
