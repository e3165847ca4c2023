package io.waymark.node.prober;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server on loopback that says what it is told to say, and remembers what it was asked. */
final class TestServer implements AutoCloseable {
  /** What is done with one connection. */
  interface Script {
    void serve(Socket socket) throws Exception;
  }

  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> endings = new LinkedBlockingQueue<>();

  private TestServer(ServerSocket listening, Script script) {
    this.listening = listening;
    Thread.ofVirtual().start(() -> accept(script));
  }

  /** A server on that address and any free port. */
  static TestServer on(String address, Script script) {
    return on(address, 0, script);
  }

  static TestServer on(String address, int port, Script script) {
    try {
      ServerSocket listening = new ServerSocket();
      listening.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
      return new TestServer(listening, script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An HTTP server that answers every request with these bytes and waits for the client to go. */
  static TestServer answering(String response) {
    return answeringOn("127.0.0.1", 0, response);
  }

  static TestServer answeringOn(String address, int port, String response) {
    TestServer[] server = new TestServer[1];
    server[0] =
        on(
            address,
            port,
            socket -> {
              server[0].readRequest(socket);
              socket.getOutputStream().write(response.getBytes(StandardCharsets.ISO_8859_1));
              server[0].awaitEnd(socket);
            });
    return server[0];
  }

  /** A server that reads a request and never answers. */
  static TestServer silent() {
    return on("127.0.0.1", socket -> socket.getInputStream().readAllBytes());
  }

  int port() {
    return listening.getLocalPort();
  }

  /** The requests read so far: start line and headers. */
  List<String> requests() {
    return requests;
  }

  /** How the next connection ended: {@code closed}, or {@code reset}. */
  String nextEnding() throws InterruptedException {
    String ending = endings.poll(20, TimeUnit.SECONDS);
    return ending == null ? "still open" : ending;
  }

  void readRequest(Socket socket) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    while (!read.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed within a request");
      }
      read.write(next);
    }
    requests.add(read.toString(StandardCharsets.ISO_8859_1));
  }

  /** Reads until the client ends the connection, and remembers how. */
  void awaitEnd(Socket socket) {
    try {
      socket.getInputStream().readAllBytes();
      endings.add("closed");
    } catch (IOException e) {
      endings.add("reset");
    }
  }

  private void accept(Script script) {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket, script));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket, Script script) {
    try (socket) {
      script.serve(socket);
    } catch (Exception e) {
      // What a client did to its connection is for the tests to see in the probe's result.
    } finally {
      open.remove(socket);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
