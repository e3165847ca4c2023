package io.waymark.protocol.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a profile's endpoints are probed.
 *
 * @param port in {@code [1, 65535]}
 * @param path starts with a slash; absent for TCP
 * @param intervalInSeconds from the start of one probe to the start of the next, in {@code [1,
 *     300]}
 * @param timeoutInSeconds below the interval except when the interval is 1
 * @param toleratedNumberOfFailures failures in a row that do not yet count, in {@code [0, 9]}
 * @param successesToRecover successes in a row that bring an endpoint back, in {@code [1, 10]}
 * @param validateCertificate whether an HTTPS certificate must be trusted and match, not only be
 *     presented
 * @param expectedStatusCodeRanges empty means exactly 200
 */
public record MonitorConfig(
    ProbeProtocol protocol,
    int port,
    @Nullable String path,
    int intervalInSeconds,
    int timeoutInSeconds,
    int toleratedNumberOfFailures,
    int successesToRecover,
    boolean validateCertificate,
    List<HttpHeader> customHeaders,
    List<StatusCodeRange> expectedStatusCodeRanges) {

  public MonitorConfig {
    customHeaders = List.copyOf(customHeaders);
    expectedStatusCodeRanges = List.copyOf(expectedStatusCodeRanges);
  }

  /** Whether a response with this status counts as success. */
  public boolean expects(int status) {
    if (expectedStatusCodeRanges.isEmpty()) {
      return status == 200;
    }
    return expectedStatusCodeRanges.stream().anyMatch(range -> range.contains(status));
  }
}
