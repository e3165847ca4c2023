package io.waymark.node.demo;

import io.waymark.node.StartException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The demo's endpoints: one for each part of the world, all with the same port. */
final class SampleEndpoints implements AutoCloseable {
  private static final Map<String, String> ADDRESSES = addresses();

  /** A port that is free on one address is mostly, not always, free on the others. */
  private static final int ATTEMPTS_MAX = 20;

  private final List<SampleEndpoint> endpoints;

  private SampleEndpoints(List<SampleEndpoint> endpoints) {
    this.endpoints = List.copyOf(endpoints);
  }

  /**
   * Starts all of them.
   *
   * @param port 0 takes one that is free on every address
   * @throws StartException naming the address that is in the way
   */
  static SampleEndpoints start(int port) throws StartException {
    for (int attempt = 1; ; attempt++) {
      List<SampleEndpoint> started = new ArrayList<>();
      try {
        int same = port;
        for (Map.Entry<String, String> entry : ADDRESSES.entrySet()) {
          started.add(startOne(entry.getKey(), new InetSocketAddress(entry.getValue(), same)));
          same = started.getFirst().address().getPort();
        }
        return new SampleEndpoints(started);
      } catch (StartException e) {
        started.forEach(SampleEndpoint::close);
        if (port != 0 || attempt == ATTEMPTS_MAX) {
          throw e;
        }
      }
    }
  }

  List<SampleEndpoint> all() {
    return endpoints;
  }

  Optional<SampleEndpoint> named(String name) {
    return endpoints.stream().filter(endpoint -> endpoint.name().equals(name)).findFirst();
  }

  int port() {
    return endpoints.getFirst().address().getPort();
  }

  @Override
  public void close() {
    endpoints.forEach(SampleEndpoint::close);
  }

  private static SampleEndpoint startOne(String name, InetSocketAddress address)
      throws StartException {
    try {
      return SampleEndpoint.start(name, address);
    } catch (BindException e) {
      throw DemoPorts.inTheWay(address, "TCP", "--endpoint-port", e);
    } catch (IOException e) {
      throw new StartException("the sample endpoint " + name + " cannot start: " + e, e);
    }
  }

  private static Map<String, String> addresses() {
    Map<String, String> addresses = new LinkedHashMap<>();
    addresses.put("eu", "127.0.0.11");
    addresses.put("us", "127.0.0.12");
    addresses.put("ap", "127.0.0.13");
    return addresses;
  }
}
