package io.waymark.node.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.waymark.node.settings.NodeSettings.Log;

/**
 * How logs are before the settings are read, and in commands that have none. Logback finds it by
 * its service file; without it, it would write everything from debug on to standard output.
 */
public final class EarlyLogging extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    Logging.configure(context, new Log("info", false));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
