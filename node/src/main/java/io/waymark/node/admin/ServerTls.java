package io.waymark.node.admin;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.waymark.node.settings.NodeSettings;
import java.io.IOException;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;

/** The API's side of TLS 1.3 and 1.2, from PEM files that are read once. */
final class ServerTls {
  private ServerTls() {}

  /**
   * @throws IOException when the files hold no certificate that fits its key; the message says
   *     which
   */
  static HttpsConnectionContext of(NodeSettings.Tls tls) throws IOException {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(tls.certificate().toFile(), tls.key().toFile())
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2");
      if (tls.ca() != null) {
        builder.trustManager(tls.ca().toFile()).clientAuth(ClientAuth.REQUIRE);
      }
      SslContext context = builder.build();
      return ConnectionContext.httpsServer(
          () -> context.newEngine(UnpooledByteBufAllocator.DEFAULT));
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          "cannot use admin.tls (certificate "
              + tls.certificate()
              + ", key "
              + tls.key()
              + (tls.ca() == null ? "" : ", ca " + tls.ca())
              + "): "
              + e.getMessage(),
          e);
    }
  }
}
