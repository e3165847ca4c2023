package io.waymark.simulation.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Processor time that a process or a thread has used, user and system, from {@code /proc}. */
final class ProcessorTime {
  /** {@code /proc} counts in units of USER_HZ, which is 100 on every architecture we run on. */
  private static final long MICROS_PER_TICK = 10_000;

  /**
   * Where utime stands among the fields behind the command's closing parenthesis; stime follows.
   */
  private static final int UTIME = 11;

  private ProcessorTime() {}

  /** Microseconds that all threads of a process have used, those that have ended included. */
  static long processMicros(long pid) {
    return read(Path.of("/proc", Long.toString(pid), "stat"));
  }

  /** Microseconds that the threads have used whose names begin like this. */
  static long threadMicros(long pid, String namePrefix) {
    try (var tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      List<Path> named = tasks.filter(task -> isNamed(task, namePrefix)).toList();
      return named.stream().mapToLong(task -> read(task.resolve("stat"))).sum();
    } catch (IOException e) {
      throw new BenchException("cannot list the threads of process " + pid, e);
    }
  }

  private static boolean isNamed(Path task, String prefix) {
    try {
      return Files.readString(task.resolve("comm")).startsWith(prefix);
    } catch (IOException e) {
      // A thread may end while the list is read; it is none of those that serve.
      return false;
    }
  }

  private static long read(Path stat) {
    try {
      return parse(Files.readString(stat));
    } catch (IOException e) {
      throw new BenchException("cannot read " + stat + ": has the process ended?", e);
    }
  }

  /** Reads a {@code stat} line; the command in it may hold spaces and parentheses. */
  static long parse(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) * MICROS_PER_TICK;
  }
}
