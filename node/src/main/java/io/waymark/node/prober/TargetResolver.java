package io.waymark.node.prober;

import io.waymark.protocol.net.IpAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Turns a target's name into addresses, following CNAMEs, remembering answers for as long as their
 * TTLs allow.
 */
final class TargetResolver {
  /** How long an answer of one family is held back for the other: RFC 8305 section 3. */
  private static final Duration OTHER_FAMILY_WAIT = Duration.ofMillis(50);

  /** A probe's timeout is 10 s at most, so a second upstream must get its turn well before that. */
  private static final Duration UPSTREAM_TIMEOUT = Duration.ofSeconds(2);

  private static final int CACHE_ENTRIES_MAX = 50_000;

  /** An endpoint that has just got its name should not wait for a long negative TTL, in seconds. */
  private static final int NEGATIVE_TTL_MAX = 10;

  private final LookupSession session;

  /**
   * @param upstream resolvers; empty means the system's, and its hosts file
   * @param executor runs short callbacks
   */
  TargetResolver(List<InetSocketAddress> upstream, Executor executor) {
    Cache cache = new Cache(DClass.IN);
    cache.setMaxEntries(CACHE_ENTRIES_MAX);
    cache.setMaxNCache(NEGATIVE_TTL_MAX);
    LookupSession.LookupSessionBuilder builder =
        LookupSession.builder().resolver(resolver(upstream)).cache(cache).executor(executor);
    if (upstream.isEmpty()) {
      builder.defaultHostsFileParser();
    }
    session = builder.build();
  }

  private static Resolver resolver(List<InetSocketAddress> upstream) {
    ExtendedResolver resolver =
        upstream.isEmpty()
            ? new ExtendedResolver()
            : new ExtendedResolver(
                upstream.stream().<Resolver>map(SimpleResolver::new).toArray(Resolver[]::new));
    resolver.setTimeout(UPSTREAM_TIMEOUT.multipliedBy(4));
    resolver.setRetries(2);
    for (Resolver each : resolver.getResolvers()) {
      each.setTimeout(UPSTREAM_TIMEOUT);
    }
    return resolver;
  }

  /**
   * The addresses of a name, at least one, in the order to try them.
   *
   * @param name without trailing dot
   * @return fails with {@link ProbeFailure}
   */
  CompletionStage<List<IpAddress>> resolve(String name) {
    Name absolute;
    try {
      absolute = Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      return CompletableFuture.failedFuture(
          new ProbeFailure(FailureKind.NAME, "not a domain name: " + name));
    }
    CompletableFuture<Family> v4 = family(absolute, Type.A);
    CompletableFuture<Family> v6 = family(absolute, Type.AAAA);
    CompletableFuture<Family> first = v4.applyToEither(v6, family -> family);
    return first
        .thenCompose(family -> {
          if (family.addresses().isEmpty()) {
            return v4.thenCombine(v6, (four, six) -> true);
          }
          return CompletableFuture.allOf(v4, v6)
              .thenApply(_ -> true)
              .completeOnTimeout(true, OTHER_FAMILY_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        })
        .thenApply(_ -> ordered(name, v4.getNow(Family.NONE), v6.getNow(Family.NONE)));
  }

  /**
   * What is known of one family's addresses.
   *
   * @param trouble why there are none; empty when the name servers said that there are none
   */
  private record Family(List<IpAddress> addresses, boolean nameExists, String trouble) {
    static final Family NONE = new Family(List.of(), true, "");
  }

  private CompletableFuture<Family> family(Name name, int type) {
    return session
        .lookupAsync(name, type, DClass.IN)
        .handle((result, failure) ->
            failure == null
                ? new Family(addresses(result.getRecords()), true, "")
                : without(failure))
        .toCompletableFuture();
  }

  private static List<IpAddress> addresses(List<Record> records) {
    List<IpAddress> addresses = new ArrayList<>();
    for (Record record : records) {
      switch (record) {
        case ARecord a -> addresses.add(IpAddress.of(a.getAddress().getAddress()));
        case AAAARecord aaaa -> addresses.add(IpAddress.of(aaaa.getAddress().getAddress()));
        default -> {}
      }
    }
    return addresses;
  }

  private static Family without(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case NoSuchDomainException _ -> new Family(List.of(), false, "");
      case NoSuchRRSetException _ -> Family.NONE;
      default -> new Family(List.of(), true, String.valueOf(cause.getMessage()));
    };
  }

  /** Families alternate, IPv6 first: RFC 8305 section 4. */
  private static List<IpAddress> ordered(String name, Family v4, Family v6) {
    List<IpAddress> addresses = new ArrayList<>();
    for (int i = 0; i < Math.max(v4.addresses().size(), v6.addresses().size()); i++) {
      if (i < v6.addresses().size()) {
        addresses.add(v6.addresses().get(i));
      }
      if (i < v4.addresses().size()) {
        addresses.add(v4.addresses().get(i));
      }
    }
    if (!addresses.isEmpty()) {
      return addresses;
    }
    if (!v4.nameExists() || !v6.nameExists()) {
      throw new CompletionException(new ProbeFailure(FailureKind.NAME, "name not found: " + name));
    }
    String trouble = v4.trouble().isEmpty() ? v6.trouble() : v4.trouble();
    throw new CompletionException(
        new ProbeFailure(
            FailureKind.NAME,
            trouble.isEmpty()
                ? "name has no address: " + name
                : "name could not be resolved: " + name + " (" + trouble + ")"));
  }
}
