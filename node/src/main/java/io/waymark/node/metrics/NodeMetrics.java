package io.waymark.node.metrics;

import io.waymark.node.admin.HttpCounters;
import io.waymark.node.dns.AnswerTable;
import io.waymark.node.dns.DataPlane;
import io.waymark.node.dns.DnsCounter;
import io.waymark.node.fleet.FleetCounters;
import io.waymark.node.fleet.Vitals;
import io.waymark.node.prober.FailureKind;
import io.waymark.node.prober.ProbeCounters;
import io.waymark.node.profile.AuditLog;
import io.waymark.node.store.MeasuredStore;
import java.util.Locale;

/** Reads every part of a node and tells what it counts. Safe for use by many threads. */
public final class NodeMetrics {

  /**
   * What is read.
   *
   * @param version of the build
   * @param commit of the build
   */
  public record Sources(
      String version,
      String commit,
      DataPlane dataPlane,
      AnswerTable table,
      ProbeCounters probes,
      MeasuredStore store,
      AuditLog audit,
      HttpCounters http,
      FleetCounters fleet,
      Vitals vitals) {}

  private final Exposition exposition = new Exposition();

  public NodeMetrics(Sources sources) {
    exposition.add(Series.of(Metric.BUILD, sources.version(), sources.commit()), () -> 1);
    addDataPlane(sources.dataPlane());
    exposition.add(Series.of(Metric.TABLE_NAMES), sources.table()::size);
    exposition.add(Series.of(Metric.TABLE_VERSION), sources.table()::version);
    addProber(sources.probes());
    addStore(sources.store());
    exposition.add(Series.of(Metric.AUDIT_LOST), sources.audit()::lost);
    addFleet(sources.fleet(), sources.vitals());
    for (int first = 1; first <= 5; first++) {
      int status = first;
      exposition.add(
          Series.of(Metric.HTTP_REQUESTS, status + "xx"), () -> sources.http().answered(status));
    }
    JvmMetrics.addTo(exposition);
  }

  private void addDataPlane(DataPlane plane) {
    for (DnsCounter counter : DnsCounter.values()) {
      exposition.add(series(counter), () -> plane.count(counter));
    }
    exposition.add(Series.of(Metric.DNS_ALLOCATED), plane::allocatedBytes);
  }

  private static Series series(DnsCounter counter) {
    return switch (counter) {
      case QUERIES_UDP -> Series.of(Metric.DNS_QUERIES, "udp");
      case QUERIES_TCP -> Series.of(Metric.DNS_QUERIES, "tcp");
      case NOERROR, NXDOMAIN, REFUSED, FORMERR, NOTIMP, BADVERS, SERVFAIL ->
          Series.of(Metric.DNS_RESPONSES, counter.name());
      case NODATA -> Series.of(Metric.DNS_NODATA);
      case TRUNCATED -> Series.of(Metric.DNS_TRUNCATED);
      case IGNORED -> Series.of(Metric.DNS_IGNORED);
      case UNSENT -> Series.of(Metric.DNS_UNSENT);
      case LOOP_RESTARTS -> Series.of(Metric.DNS_LOOP_RESTARTS);
      case TCP_REJECTED -> Series.of(Metric.DNS_TCP_REJECTED);
    };
  }

  private void addFleet(FleetCounters fleet, Vitals vitals) {
    exposition.add(Series.of(Metric.FLEET_NODES_HEARD), fleet::heard);
    exposition.add(Series.of(Metric.EDITS_MADE), fleet::made);
    exposition.add(Series.of(Metric.EDITS_FORWARDED), fleet::forwarded);
    exposition.add(Series.of(Metric.EDITS_UNCONFIRMED), fleet::unconfirmed);
    exposition.add(Series.of(Metric.CONFIG_ENTITIES), vitals::configEntities);
    addSpreading("config", fleet.config());
    addSpreading("votes", fleet.votes());
  }

  private void addSpreading(String data, FleetCounters.Spreading spreading) {
    exposition.add(Series.of(Metric.REPLICA_BYTES, data), spreading::bytes);
    exposition.add(Series.of(Metric.REPLICA_WAITING, data), spreading::waiting);
  }

  private void addProber(ProbeCounters probes) {
    exposition.add(Series.of(Metric.PROBES_STARTED), probes::started);
    exposition.add(Series.of(Metric.PROBES_PASSED), probes::passed);
    for (FailureKind kind : FailureKind.values()) {
      exposition.add(
          Series.of(Metric.PROBES_FAILED, kind.name().toLowerCase(Locale.ROOT)),
          () -> probes.failed(kind));
    }
    exposition.add(Series.of(Metric.PROBES_STRETCHED), probes::stretched);
    exposition.add(Series.of(Metric.PROBES_IN_FLIGHT), probes::inFlight);
    exposition.add(Series.of(Metric.UPLINK_SUSPECT), () -> probes.uplinkSuspect() ? 1 : 0);
  }

  private void addStore(MeasuredStore store) {
    exposition.add(Series.of(Metric.STORE_WRITES, "stored"), store::stored);
    exposition.add(Series.of(Metric.STORE_WRITES, "failed"), store::failed);
    exposition.add(Series.of(Metric.STORE_WRITE_SECONDS), () -> store.storedNanos() / 1e9);
    exposition.add(Series.of(Metric.STORE_PENDING), store::pending);
  }

  /** Every metric with its present value, in Prometheus' text format 0.0.4. */
  public String text() {
    return exposition.text();
  }
}
