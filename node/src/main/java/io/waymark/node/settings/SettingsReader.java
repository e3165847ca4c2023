package io.waymark.node.settings;

import com.typesafe.config.Config;
import io.waymark.node.settings.NodeSettings.Admin;
import io.waymark.node.settings.NodeSettings.Dns;
import io.waymark.node.settings.NodeSettings.Fleet;
import io.waymark.node.settings.NodeSettings.Identity;
import io.waymark.node.settings.NodeSettings.Listen;
import io.waymark.node.settings.NodeSettings.Location;
import io.waymark.node.settings.NodeSettings.Log;
import io.waymark.node.settings.NodeSettings.Prober;
import io.waymark.node.settings.NodeSettings.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the blocks under {@code waymark}, one method for each, and checks them. */
final class SettingsReader {
  private static final int UDP_THREADS_MAX = 256;
  private static final Duration DRAIN_TIME_MAX = Duration.ofHours(1);

  private final FileLookup files;
  private final Config given;

  /**
   * @param given what the operator said, without the defaults
   */
  SettingsReader(FileLookup files, Config given) {
    this.files = files;
    this.given = given;
  }

  NodeSettings read(Block root) {
    Identity node = node(root.block("node"));
    NodeSettings settings =
        new NodeSettings(
            node,
            dns(root.block("dns"), node),
            fleet(root.block("fleet")),
            admin(root.block("admin")),
            prober(root.block("prober")),
            location(root.block("location")),
            log(root.block("log")));
    root.end();
    return settings;
  }

  private Identity node(Block block) {
    String name = block.required("name", Forms.NAME);
    String region = block.required("region", Forms.LABEL_TEXT);
    Block location = block.block("location");
    Double latitude = location.optional("latitude", Forms.degrees(90));
    Double longitude = location.optional("longitude", Forms.degrees(180));
    if (location.absent("latitude") != location.absent("longitude")) {
      String absent = location.absent("latitude") ? "latitude" : "longitude";
      location.fault(absent, "missing", "must be given where the other coordinate is");
    }
    location.end();
    Path data = block.required("data", files.any());
    block.end();
    return new Identity(name, region, latitude, longitude, data);
  }

  private Dns dns(Block block, Identity node) {
    List<Listen> listen = block.list("listen", Forms.LISTEN);
    if (listen.isEmpty()) {
      block.fault("listen", "none", "must name at least one address, such as 192.0.2.53:53");
    }
    Set<Listen> seen = new HashSet<>();
    for (Listen address : listen) {
      if (address.wildcard()) {
        block.fault(
            "listen",
            address,
            "must name each address of this machine that is to be asked: a reply has to leave from"
                + " the address that was asked, and a wildcard socket leaves that choice to the"
                + " routing table");
      }
      if (address.port() != 0 && !seen.add(address)) {
        block.fault("listen", address, "must not be listed twice");
      }
    }
    int threads = block.required("udp-threads", Forms.whole(0, UDP_THREADS_MAX));
    String nsid = block.optional("nsid", Forms.NSID);
    Dns dns =
        new Dns(
            listen,
            threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
            block.required("udp-loop", Forms.UDP_LOOP),
            nsid == null ? node.name() : nsid,
            block.required("publish-versions", Forms.SWITCH),
            block.required("drain-time", Forms.duration(DRAIN_TIME_MAX)),
            new ZoneReader(files).zones(block));
    if (dns.zones().isEmpty()) {
      block.warning("zones", "none", "should name a zone: without one every query is refused");
    }
    block.end();
    return dns;
  }

  private Fleet fleet(Block block) {
    Listen bind = block.required("bind", Forms.LISTEN);
    Listen advertise = block.required("advertise", Forms.LISTEN);
    if (advertise.wildcard()) {
      block.fault(
          "advertise", advertise, "must be the address at which other nodes reach this one");
    }
    List<Listen> peers = block.list("peers", Forms.PEER);
    if (!peers.isEmpty() && !given.hasPath(SettingsLoader.ROOT + ".node.name")) {
      block.fault("peers", peers, "must not be set without node.name, unique in the fleet");
    }
    boolean insecure = block.required("insecure", Forms.SWITCH);
    Tls tls = tls(block.block("tls"), List.of("certificate", "key", "ca"));
    if (tls == null && !bind.loopback()) {
      unprotected(block, "bind", bind, insecure, "whoever reaches it can change every answer");
    }
    block.end();
    return new Fleet(bind, advertise, peers, insecure, tls);
  }

  private Admin admin(Block block) {
    Listen listen = block.required("listen", Forms.LISTEN);
    boolean insecure = block.required("insecure", Forms.SWITCH);
    Tls tls = tls(block.block("tls"), List.of("certificate", "key"));
    if (tls == null && !listen.loopback()) {
      unprotected(block, "listen", listen, insecure, "tokens cross the network in clear text");
    }
    Admin admin = new Admin(listen, insecure, block.required("metrics-open", Forms.SWITCH), tls);
    block.end();
    return admin;
  }

  /** A port beyond loopback without TLS: a fault, or a warning where it is said to be meant. */
  private static void unprotected(
      Block block, String key, Listen listen, boolean meant, String consequence) {
    if (meant) {
      block.warning(key, listen, "has no TLS: " + consequence);
    } else {
      block.fault(
          key,
          listen,
          "must be a loopback address, or have TLS (tls { certificate, key, ca } beside it), or"
              + " insecure = true beside it if it is meant that "
              + consequence);
    }
  }

  /** Null where no file is named. */
  private @Nullable Tls tls(Block block, List<String> needed) {
    Path certificate = block.optional("certificate", files.file());
    Path key = block.optional("key", files.file());
    Path ca = block.optional("ca", files.file());
    block.end();
    if (block.absent("certificate") && block.absent("key") && block.absent("ca")) {
      return null;
    }
    for (String file : needed) {
      if (block.absent(file)) {
        block.fault(
            file, "missing", "must be given too: TLS here needs " + String.join(", ", needed));
      }
    }
    Path meanwhile = files.directory();
    return new Tls(
        Objects.requireNonNullElse(certificate, meanwhile),
        Objects.requireNonNullElse(key, meanwhile),
        ca);
  }

  private static Prober prober(Block block) {
    Prober prober =
        new Prober(
            block.required("enabled", Forms.SWITCH),
            block.required("allow-loopback", Forms.SWITCH),
            block.list("denied-targets", Forms.PREFIX),
            block.list("canaries", Forms.HOST_AND_PORT),
            block.list("resolver", Forms.RESOLVER));
    block.end();
    return prober;
  }

  private Location location(Block block) {
    Location location =
        new Location(data(block, "database"), data(block, "latency"), data(block, "regions"));
    if (location.database() == null) {
      block.warning(
          "database",
          "none",
          "should name a country database: without one no client has a country");
    }
    block.end();
    return location;
  }

  /** What the operator names must be there; what is only the default may be missing. */
  private @Nullable Path data(Block block, String key) {
    if (given.hasPath(SettingsLoader.ROOT + ".location." + key)) {
      return block.optional(key, files.data());
    }
    String shipped = block.optional(key, Forms.TEXT);
    return shipped == null ? null : files.shipped(shipped);
  }

  private static Log log(Block block) {
    Log log =
        new Log(
            block.required("level", Forms.LOG_LEVEL), block.required("format", Forms.LOG_FORMAT));
    block.end();
    return log;
  }
}
