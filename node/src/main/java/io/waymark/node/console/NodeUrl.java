package io.waymark.node.console;

import io.waymark.node.settings.NodeSettings.Listen;
import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads where a node's HTTP API is: {@code http} or {@code https}, a host, perhaps a port. */
final class NodeUrl implements ITypeConverter<URI> {
  @Override
  public URI convert(String text) {
    try {
      URI url = new URI(text);
      boolean http = "http".equalsIgnoreCase(url.getScheme());
      boolean https = "https".equalsIgnoreCase(url.getScheme());
      if ((http || https)
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return new URI(url.getScheme(), url.getRawAuthority(), null, null, null);
      }
    } catch (URISyntaxException e) {
      // Told below, as every other text that is none.
    }
    throw new TypeConversionException(
        "'"
            + text
            + "' must be http or https, a host and perhaps a port, as in"
            + " http://127.0.0.1:8053");
  }

  /** Of a node on this machine without TLS. */
  static URI of(Listen address) {
    return URI.create("http://" + address);
  }
}
