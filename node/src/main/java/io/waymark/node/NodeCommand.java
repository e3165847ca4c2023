package io.waymark.node;

import io.waymark.node.logging.Logging;
import io.waymark.node.settings.InvalidSettingsException;
import io.waymark.node.settings.Loaded;
import io.waymark.node.settings.NodeSettings.Listen;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code waymark node}. */
@Command(
    name = "node",
    description = "Runs one name server in the foreground. SIGTERM and SIGINT leave gracefully.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:stopped cleanly", "2:cannot start; every fault is on standard error"})
final class NodeCommand implements Callable<Integer> {
  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  @Override
  public Integer call() throws InvalidSettingsException, StartException, InterruptedException {
    Loaded loaded = configuration.load();
    Logging.configure(loaded.settings().log());
    Logger log = LoggerFactory.getLogger(NodeCommand.class);
    loaded.warnings().forEach(warning -> log.warn("{}", warning));
    StopSignal stop = StopSignal.install();
    try (Node node = Node.start(loaded.settings())) {
      log.info(
          "{} answers DNS on {} and HTTP on {}",
          loaded.settings().node().name(),
          node.dnsAddresses().stream().map(Listen::of).toList(),
          Listen.of(node.adminAddress()));
      log.info("{}: leaving", stop.await());
    }
    log.info("stopped");
    return 0;
  }
}
