package io.waymark.node.prober;

import io.waymark.protocol.net.IpAddress;
import org.jspecify.annotations.Nullable;

/** Says which addresses no probe may connect to. */
@FunctionalInterface
public interface TargetGuard {
  /** Why the address is refused, for people; null when it is allowed. */
  @Nullable String refusal(IpAddress address);
}
