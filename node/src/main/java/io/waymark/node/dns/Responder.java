package io.waymark.node.dns;

import io.waymark.protocol.dns.OptRecord;
import io.waymark.protocol.dns.Query;
import io.waymark.protocol.dns.Rcode;
import io.waymark.protocol.dns.RecordClass;
import io.waymark.protocol.dns.RecordType;
import io.waymark.protocol.dns.Records;
import io.waymark.protocol.dns.Reply;
import io.waymark.protocol.dns.WireName;
import io.waymark.protocol.net.Client;
import io.waymark.protocol.routing.Decision;
import io.waymark.protocol.routing.Trace;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * From a query's octets to its response's, whatever the transport. One for each thread: it owns
 * everything that a query needs, so answering allocates nothing and meets no lock.
 */
public final class Responder {
  private static final byte[] ID_SERVER = WireName.of("id.server");

  private final AnswerTable table;
  private final Zones zones;
  private final RandomGenerator random;
  private final Counters counters;
  private final byte[] identity;
  private final OptRecord opt;
  private final Query query = new Query();
  private final Reply reply = new Reply();
  private final Client client = new Client();
  private final Decision decision = new Decision();

  /**
   * @param nsid what NSID and {@code id.server} answer; empty for none
   * @param random drawn from where a routing method draws
   */
  public Responder(
      AnswerTable table, Zones zones, String nsid, RandomGenerator random, Counters counters) {
    this.table = table;
    this.zones = zones;
    this.random = random;
    this.counters = counters;
    this.opt = new OptRecord(nsid);
    this.identity = nsid.isEmpty() ? new byte[0] : Records.txt(RecordClass.CH, 0, nsid);
  }

  /** Answers a query that came over UDP; parameters as {@link PacketHandler#handle}. */
  public int udp(byte[] packet, int length, boolean v6, long high, long low, byte[] response) {
    counters.add(DnsCounter.QUERIES_UDP);
    return respond(packet, length, v6, high, low, response, false);
  }

  /**
   * Answers a query that came over TCP; parameters as {@link PacketHandler#handle}, with 65,535
   * octets of room.
   */
  public int tcp(byte[] packet, int length, boolean v6, long high, long low, byte[] response) {
    counters.add(DnsCounter.QUERIES_TCP);
    return respond(packet, length, v6, high, low, response, true);
  }

  private int respond(
      byte[] packet, int length, boolean v6, long high, long low, byte[] out, boolean stream) {
    Query.Form form = query.read(packet, length);
    if (form == Query.Form.IGNORED) {
      counters.add(DnsCounter.IGNORED);
      return 0;
    }
    opt.clear();
    reply.begin(query, out, stream ? Reply.TCP_PAYLOAD_MAX : Reply.udpPayload(query), opt);
    int rcode =
        switch (form) {
          case WELL_FORMED -> answer(v6, high, low);
          case NOT_IMPLEMENTED -> Rcode.NOTIMP;
          case BAD_VERSION -> Rcode.BADVERS;
          case MALFORMED, IGNORED -> Rcode.FORMERR;
        };
    count(rcode);
    return reply.end(query, rcode, opt);
  }

  private int answer(boolean v6, long high, long low) {
    int type = query.type();
    switch (type) {
      case RecordType.AXFR, RecordType.IXFR -> {
        return refused(OptRecord.EDE_PROHIBITED);
      }
      case RecordType.MAILA, RecordType.MAILB -> {
        return Rcode.NOTIMP;
      }
      default -> {
        // RFC 6895 section 3.1: what is neither data nor a query type cannot be asked for.
        if (type == RecordType.OPT || type >= 128 && type < RecordType.IXFR) {
          return Rcode.FORMERR;
        }
      }
    }
    if (query.recordClass() != RecordClass.IN) {
      return query.recordClass() == RecordClass.CH
          ? chaos()
          : refused(OptRecord.EDE_NOT_AUTHORITATIVE);
    }
    Entry entry = table.find(query.name(), 0, query.nameLength(), query.hash());
    return switch (entry) {
      case ProfileEntry profile -> profile(profile, type, v6, high, low);
      case StaticEntry records -> records(records, type);
      case null -> unknown();
    };
  }

  private int profile(ProfileEntry entry, int type, boolean v6, long high, long low) {
    reply.authoritative();
    if (entry.frozen) {
      opt.extendedError(OptRecord.EDE_STALE);
    }
    query.edns().client(query, client, v6, high, low);
    entry.plan.decide(type, client, random, Trace.NONE, decision);
    opt.scope(query.edns().subnetSource() == 0 ? 0 : decision.scope());
    return switch (decision.outcome()) {
      case ENDPOINTS -> {
        int answered = 0;
        for (int i = 0; i < decision.count(); i++) {
          int leaf = decision.leaf(i);
          if (entry.answers(leaf, type)) {
            int start = entry.offsets[leaf];
            reply.answer(entry.records, start, entry.offsets[leaf + 1] - start, 1);
            answered++;
          }
        }
        yield answered > 0 ? Rcode.NOERROR : noData(entry.zone);
      }
      case NODATA -> noData(entry.zone);
      case NXDOMAIN -> nameError(entry.zone);
      case SERVFAIL -> Rcode.SERVFAIL;
    };
  }

  private int records(StaticEntry entry, int type) {
    reply.authoritative();
    // ANY is answered with one RRset of ours (RFC 8482 section 4.1).
    int found = type == RecordType.ANY ? Math.min(0, entry.types.length - 1) : entry.find(type);
    if (found < 0) {
      found = entry.find(RecordType.CNAME);
    }
    if (found < 0) {
      return noData(entry.zone);
    }
    reply.answer(entry.records[found], 0, entry.records[found].length, entry.counts[found]);
    if (entry.types[found] == RecordType.NS) {
      for (byte[] address : entry.zone.nameServerAddresses) {
        reply.additional(address, 1);
      }
    }
    return Rcode.NOERROR;
  }

  private int unknown() {
    Zone zone = zones.enclosing(query.name(), query.nameLength());
    if (zone == null) {
      return refused(OptRecord.EDE_NOT_AUTHORITATIVE);
    }
    reply.authoritative();
    return nameError(zone);
  }

  /** RFC 2308 section 2.2. */
  private int noData(Zone zone) {
    counters.add(DnsCounter.NODATA);
    reply.authority(zone.soa, zone.apex.length, query);
    return Rcode.NOERROR;
  }

  /** RFC 2308 section 2.1. */
  private int nameError(Zone zone) {
    reply.authority(zone.soa, zone.apex.length, query);
    return Rcode.NXDOMAIN;
  }

  private int refused(int why) {
    opt.extendedError(why);
    return Rcode.REFUSED;
  }

  /** {@code id.server. CH TXT}, RFC 4892; everything else in CHAOS is refused. */
  private int chaos() {
    int type = query.type();
    if (identity.length > 0
        && (type == RecordType.TXT || type == RecordType.ANY)
        && query.nameLength() == ID_SERVER.length
        && Arrays.equals(query.name(), 0, ID_SERVER.length, ID_SERVER, 0, ID_SERVER.length)) {
      reply.authoritative();
      reply.answer(identity, 0, identity.length, 1);
      return Rcode.NOERROR;
    }
    return refused(OptRecord.EDE_PROHIBITED);
  }

  private void count(int rcode) {
    counters.add(
        switch (rcode) {
          case Rcode.NOERROR -> DnsCounter.NOERROR;
          case Rcode.NXDOMAIN -> DnsCounter.NXDOMAIN;
          case Rcode.REFUSED -> DnsCounter.REFUSED;
          case Rcode.FORMERR -> DnsCounter.FORMERR;
          case Rcode.NOTIMP -> DnsCounter.NOTIMP;
          case Rcode.BADVERS -> DnsCounter.BADVERS;
          default -> DnsCounter.SERVFAIL;
        });
    if (reply.truncated()) {
      counters.add(DnsCounter.TRUNCATED);
    }
  }
}
