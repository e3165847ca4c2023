package io.waymark.node.metrics;

import java.util.List;

/**
 * Every metric of a node: its name, what it means, its unit and its labels.
 *
 * <p>Counters begin at 0 when the process starts, and their names end in {@code _total}.
 */
@SuppressWarnings("ImmutableEnumChecker") // Its lists are made by List.of.
public enum Metric {
  BUILD("waymark_build_info", "Which build runs; always 1", "none", "version", "commit"),

  DNS_QUERIES("waymark_dns_queries_total", "Packets received as queries", "packets", "transport"),
  DNS_RESPONSES("waymark_dns_responses_total", "Responses made", "responses", "rcode"),
  DNS_NODATA("waymark_dns_nodata_total", "Responses with NOERROR and an empty answer", "responses"),
  DNS_TRUNCATED("waymark_dns_truncated_total", "Responses cut short, with TC set", "responses"),
  DNS_IGNORED(
      "waymark_dns_ignored_total", "Packets that deserve no response and got none", "packets"),
  DNS_UNSENT("waymark_dns_unsent_total", "Responses the kernel did not take", "responses"),
  DNS_LOOP_RESTARTS(
      "waymark_dns_udp_loop_restarts_total",
      "UDP loops that died and were started again",
      "restarts"),
  DNS_TCP_REJECTED(
      "waymark_dns_tcp_rejected_total", "TCP connections closed because of a limit", "connections"),
  DNS_ALLOCATED(
      "waymark_dns_udp_allocated_bytes",
      "Heap that the UDP threads have allocated since they started; queries add nothing",
      "bytes"),

  TABLE_NAMES("waymark_table_names", "Names in the answer table, static ones too", "names"),
  TABLE_VERSION(
      "waymark_table_version",
      "Version of the answer table; grows with each name that changes",
      "none"),

  PROBES_STARTED("waymark_probes_started_total", "Probes begun", "probes"),
  PROBES_PASSED("waymark_probes_passed_total", "Probes that succeeded", "probes"),
  PROBES_FAILED("waymark_probes_failed_total", "Probes that failed", "probes", "kind"),
  PROBES_STRETCHED(
      "waymark_probes_stretched_total",
      "Probes that started late because too many others were in flight",
      "probes"),
  PROBES_IN_FLIGHT("waymark_probes_in_flight", "Probes begun and not yet ended", "probes"),
  UPLINK_SUSPECT(
      "waymark_uplink_suspect",
      "1 while every canary fails and the node's votes are withdrawn, else 0",
      "none"),

  STORE_WRITES(
      "waymark_store_writes_total",
      "Writes the store was asked for and has ended, by what became of them",
      "writes",
      "outcome"),
  STORE_WRITE_SECONDS(
      "waymark_store_write_seconds_total",
      "Time writes took until they would survive a crash, added up over those that were stored",
      "seconds"),
  STORE_PENDING("waymark_store_pending_writes", "Writes asked for and not yet ended", "writes"),
  AUDIT_LOST("waymark_audit_lost_total", "Entries that are missing in the audit log", "entries"),

  FLEET_NODES_HEARD("waymark_fleet_nodes_heard", "Nodes alive, this one among them", "nodes"),
  EDITS_MADE(
      "waymark_edits_made_total",
      "Edits that changed something and were made here, whichever node was asked for them",
      "edits"),
  EDITS_FORWARDED(
      "waymark_edits_forwarded_total",
      "Edits asked for here that another node was asked to make",
      "edits"),
  EDITS_UNCONFIRMED(
      "waymark_edits_unconfirmed_total",
      "Edits asked for here that fewer nodes than wanted confirmed in time",
      "edits"),
  CONFIG_ENTITIES(
      "waymark_config_entities",
      "Names under which something is or was configured, profiles and tokens",
      "names"),
  REPLICA_BYTES(
      "waymark_replica_spread_bytes_total",
      "Bytes of changes handed over to be sent, once however many nodes there are",
      "bytes",
      "data"),
  REPLICA_WAITING(
      "waymark_replica_waiting_changes", "Keys whose changes wait for their turn", "keys", "data"),

  HTTP_REQUESTS(
      "waymark_http_requests_total",
      "Requests that the HTTP API answered, by class of status",
      "requests",
      "status"),

  HEAP_USED("waymark_jvm_heap_used_bytes", "Heap in use, garbage included", "bytes"),
  HEAP_MAX("waymark_jvm_heap_max_bytes", "What the heap may grow to", "bytes"),
  GC_SECONDS("waymark_jvm_gc_seconds_total", "Time spent in collections", "seconds", "collector"),
  GC_COLLECTIONS("waymark_jvm_gc_collections_total", "Collections", "collections", "collector"),
  THREADS("waymark_jvm_threads", "Platform threads alive", "threads"),
  CPU_SECONDS("waymark_process_cpu_seconds_total", "Processor time used by all threads", "seconds"),
  UPTIME("waymark_process_uptime_seconds", "Time since the process started", "seconds");

  private final String title;
  private final String meaning;
  private final String unit;
  private final List<String> labels;

  Metric(String title, String meaning, String unit, String... labels) {
    this.title = title;
    this.meaning = meaning;
    this.unit = unit;
    this.labels = List.of(labels);
  }

  /** The name that Prometheus sees. */
  public String title() {
    return title;
  }

  /** What one count, or the value, stands for. */
  public String meaning() {
    return meaning;
  }

  /** What the value is a number of; {@code none} where it only serves to be compared. */
  public String unit() {
    return unit;
  }

  /** Names of the labels that tell its series apart; empty where it has one series. */
  public List<String> labels() {
    return labels;
  }

  /** Whether it only grows. */
  public boolean counter() {
    return title.endsWith("_total");
  }

  /** The text of its HELP line. */
  public String help() {
    return meaning + " (unit: " + unit + ")";
  }
}
