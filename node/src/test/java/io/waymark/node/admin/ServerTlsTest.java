package io.waymark.node.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.node.settings.NodeSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerTlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path data;

  @Test
  void theApiIsServedOverTls() throws Exception {
    Path certificate = data.resolve("api.pem");
    Path key = data.resolve("api.key");
    KeyStore keys = selfSigned("api");
    writePem(keys, "api", certificate, key);
    NodeSettings.Tls tls = new NodeSettings.Tls(certificate, key, null);
    try (TestNode node = TestNode.start(data, new MemoryStore(), TestNode.ANY_PORT, tls);
        HttpClient client = HttpClient.newBuilder().sslContext(context(keys, null)).build()) {
      HttpResponse<String> alive = get(client, node);
      assertThat(alive.statusCode()).isEqualTo(200);
      assertThat(alive.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void whereClientsMustShowACertificateNoOtherIsLetIn() throws Exception {
    Path certificate = data.resolve("api.pem");
    Path key = data.resolve("api.key");
    KeyStore keys = selfSigned("api");
    writePem(keys, "api", certificate, key);
    NodeSettings.Tls tls = new NodeSettings.Tls(certificate, key, certificate);
    try (TestNode node = TestNode.start(data, new MemoryStore(), TestNode.ANY_PORT, tls);
        HttpClient known = HttpClient.newBuilder().sslContext(context(keys, keys)).build();
        HttpClient nobody = HttpClient.newBuilder().sslContext(context(keys, null)).build()) {
      assertThat(get(known, node).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> get(nobody, node)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void filesThatHoldNoCertificateAreNamed() throws Exception {
    Path wrong = Files.writeString(data.resolve("wrong.pem"), "nothing");
    NodeSettings.Tls tls = new NodeSettings.Tls(wrong, wrong, null);
    assertThatThrownBy(() -> TestNode.start(data, new MemoryStore(), TestNode.ANY_PORT, tls))
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessageContaining("admin.tls")
        .hasMessageContaining(wrong.toString());
  }

  private static HttpResponse<String> get(HttpClient client, TestNode node) throws Exception {
    return client.send(
        HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + node.address().getPort() + "/livez"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static SSLContext context(
      KeyStore trusted, @org.jspecify.annotations.Nullable KeyStore own) throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, own == null ? null : PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** A key and its own certificate, made by the running JDK's keytool. */
  private KeyStore selfSigned(String alias) throws Exception {
    Path file = data.resolve(alias + ".p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    alias,
                    "-dname",
                    "CN=" + alias,
                    "-keyalg",
                    "EC",
                    "-ext",
                    "SAN=ip:127.0.0.1",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    new String(PASSWORD)))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).as(said).isZero();
    KeyStore made = KeyStore.getInstance(file.toFile(), PASSWORD);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        alias, made.getKey(alias, PASSWORD), PASSWORD, made.getCertificateChain(alias));
    store.setCertificateEntry(alias + "-trusted", made.getCertificate(alias));
    return store;
  }

  private static void writePem(KeyStore keys, String alias, Path certificate, Path key)
      throws Exception {
    Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate(alias).getEncoded()));
    Files.writeString(key, pem("PRIVATE KEY", keys.getKey(alias, PASSWORD).getEncoded()));
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + what
        + "-----\n";
  }
}
