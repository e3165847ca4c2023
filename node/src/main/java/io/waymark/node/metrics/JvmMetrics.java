package io.waymark.node.metrics;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;

/** What the Java runtime tells of this process. */
final class JvmMetrics {
  private JvmMetrics() {}

  static void addTo(Exposition exposition) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    exposition.add(Series.of(Metric.HEAP_USED), () -> memory.getHeapMemoryUsage().getUsed());
    exposition.add(Series.of(Metric.HEAP_MAX), () -> memory.getHeapMemoryUsage().getMax());
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      exposition.add(
          Series.of(Metric.GC_SECONDS, collector.getName()),
          () -> collector.getCollectionTime() / 1e3);
      exposition.add(
          Series.of(Metric.GC_COLLECTIONS, collector.getName()), collector::getCollectionCount);
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    exposition.add(Series.of(Metric.THREADS), threads::getThreadCount);
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    exposition.add(Series.of(Metric.CPU_SECONDS), () -> system.getProcessCpuTime() / 1e9);
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    exposition.add(Series.of(Metric.UPTIME), () -> runtime.getUptime() / 1e3);
  }
}
