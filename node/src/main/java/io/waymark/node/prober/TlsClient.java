package io.waymark.node.prober;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The probes' side of TLS: no client certificate, and the server's is only checked where the
 * profile asks for it.
 */
final class TlsClient {
  private final TrustManager[] anybody = InsecureTrustManagerFactory.INSTANCE.getTrustManagers();
  private final TrustManager[] trusted;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param trust null means the certificate authorities that Java comes with
   */
  TlsClient(@Nullable TrustManagerFactory trust) {
    try {
      TrustManagerFactory factory = trust;
      if (factory == null) {
        factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
      }
      trusted = factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the certificate authorities cannot be read", e);
    }
  }

  /** The engine for one probe's connection. */
  SSLEngine engine(ProbePlan plan) {
    boolean validated = plan.monitor().validateCertificate();
    String serverName = plan.serverName();
    SSLEngine engine =
        context(validated ? trusted : anybody)
            .createSSLEngine(
                Objects.requireNonNullElse(serverName, plan.target()), plan.monitor().port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(
        serverName == null
            ? List.of()
            : List.of(new SNIHostName(serverName.getBytes(StandardCharsets.US_ASCII))));
    if (validated) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  /**
   * A context for one connection: one that is shared resumes sessions, and a resumed session never
   * shows the certificate that the server has now.
   */
  private SSLContext context(TrustManager[] trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust, random);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS is not available", e);
    }
  }

  /** Why a handshake failed, for people. */
  static String reason(Throwable failure) {
    CertificateException certificate = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case CertificateExpiredException _ -> {
          return "certificate has expired";
        }
        case CertificateNotYetValidException _ -> {
          return "certificate is not valid yet";
        }
        case CertPathBuilderException _ -> {
          return "certificate is not from a trusted authority";
        }
        case CertPathValidatorException invalid
            when invalid.getReason() == CertPathValidatorException.BasicReason.EXPIRED -> {
          return "certificate has expired";
        }
        case CertificateException e -> certificate = e;
        case NotSslRecordException _ -> {
          return "TLS handshake failed: the server does not speak TLS";
        }
        default -> {}
      }
    }
    if (certificate != null) {
      return "certificate is not accepted: " + certificate.getMessage();
    }
    boolean closed =
        failure instanceof ClosedChannelException
            || (failure instanceof SSLException && failure.getMessage() == null);
    return "TLS handshake failed: "
        + (closed ? "connection closed by the server" : failure.getMessage());
  }
}
