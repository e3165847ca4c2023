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
 * @param timeoutInSeconds what is accepted depends on the interval, {@link #timeoutMin} to {@link
 *     #timeoutMax}
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

  public static final int INTERVAL_DEFAULT = 30;
  public static final int TOLERATED_FAILURES_DEFAULT = 3;

  /** The shortest timeout accepted with an interval, both in seconds. */
  public static int timeoutMin(int interval) {
    return interval < 10 ? 1 : 5;
  }

  /** The longest timeout accepted with an interval, both in seconds. */
  public static int timeoutMax(int interval) {
    return interval < 10 ? interval : Math.min(10, interval - 1);
  }

  /**
   * The timeout of a document that gives none: as long as it can be without filling the interval.
   */
  public static int timeoutDefault(int interval) {
    return interval < 10 ? Math.max(1, interval - 1) : timeoutMax(interval);
  }

  /** Whether a response with this status counts as success. */
  public boolean expects(int status) {
    if (expectedStatusCodeRanges.isEmpty()) {
      return status == 200;
    }
    return expectedStatusCodeRanges.stream().anyMatch(range -> range.contains(status));
  }
}
