package io.waymark.protocol.profile;

import io.waymark.protocol.net.HostName;

/**
 * What the fields of one profile must be together. A merge of two valid edits may break these
 * rules; it cannot break those that {@link ProfileReader} checks.
 */
final class OwnRules {
  private final Profile profile;
  private final Findings findings;

  private OwnRules(Profile profile, Findings findings) {
    this.profile = profile;
    this.findings = findings;
  }

  /** Adds what is wrong, unless it follows from what has been found already. */
  static void check(Profile profile, Policy policy, Findings findings) {
    OwnRules rules = new OwnRules(profile, findings);
    rules.nameFits();
    rules.methodIsServed(policy);
    rules.pathAndCodesFitTheProtocol();
    rules.timeoutFitsTheInterval();
    EndpointRules.check(profile, policy, findings);
    SubnetRules.check(profile, findings);
    if (findings.none()) {
      rules.encodedFormFits();
    }
  }

  private void nameFits() {
    String fqdn = profile.dnsConfig().fqdn();
    if (!findings.faulty("dnsConfig") && fqdn.length() > HostName.LENGTH_MAX) {
      findings.add(
          "dnsConfig.relativeName",
          profile.dnsConfig().relativeName(),
          "must leave the full name at most "
              + HostName.LENGTH_MAX
              + " characters, not "
              + fqdn.length());
    }
  }

  private void methodIsServed(Policy policy) {
    String refusal = policy.refusal(profile.trafficRoutingMethod());
    if (refusal != null && !findings.faulty("trafficRoutingMethod")) {
      findings.add("trafficRoutingMethod", profile.trafficRoutingMethod(), refusal);
    }
  }

  private void pathAndCodesFitTheProtocol() {
    MonitorConfig monitor = profile.monitorConfig();
    String path = "monitorConfig.path";
    String codes = "monitorConfig.expectedStatusCodeRanges";
    if (findings.faulty("monitorConfig.protocol")) {
      return;
    }
    if (monitor.protocol() != ProbeProtocol.TCP) {
      if (monitor.path() == null && !findings.faulty(path)) {
        findings.add(path, "", "is required for " + monitor.protocol());
      }
      return;
    }
    if (monitor.path() != null && !findings.faulty(path)) {
      findings.add(path, monitor.path(), "must be absent for TCP");
    }
    if (!monitor.expectedStatusCodeRanges().isEmpty() && !findings.faulty(codes)) {
      findings.add(
          codes, monitor.expectedStatusCodeRanges().size() + " ranges", "must be empty for TCP");
    }
  }

  private void timeoutFitsTheInterval() {
    int interval = profile.monitorConfig().intervalInSeconds();
    int timeout = profile.monitorConfig().timeoutInSeconds();
    int min = MonitorConfig.timeoutMin(interval);
    int max = MonitorConfig.timeoutMax(interval);
    if ((timeout < min || timeout > max)
        && !findings.faulty("monitorConfig.intervalInSeconds")
        && !findings.faulty("monitorConfig.timeoutInSeconds")) {
      findings.add(
          "monitorConfig.timeoutInSeconds",
          timeout,
          new Bounds(min, max) + " with an interval of " + interval);
    }
  }

  private void encodedFormFits() {
    int length = ProfileDocument.encode(profile).length;
    if (length > ProfileDocument.ENCODED_BYTES_MAX) {
      findings.add(
          "",
          length + " bytes",
          "must have an encoded form of at most " + ProfileDocument.ENCODED_BYTES_MAX + " bytes");
    }
  }
}
