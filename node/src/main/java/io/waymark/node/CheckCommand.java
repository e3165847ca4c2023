package io.waymark.node;

import io.waymark.node.location.LocationData;
import io.waymark.node.location.LocationException;
import io.waymark.node.settings.InvalidSettingsException;
import io.waymark.node.settings.Loaded;
import io.waymark.node.settings.NodeSettings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code waymark check}. */
@Command(
    name = "check",
    description = "Loads and checks everything that a start would load, and stops.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:nothing stands in the way", "2:every fault is on standard error"})
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  @Override
  public Integer call() throws InvalidSettingsException, StartException {
    Loaded loaded = configuration.load();
    data(loaded.settings());
    PrintWriter err = spec.commandLine().getErr();
    loaded.warnings().forEach(warning -> err.println("warning: " + warning));
    spec.commandLine().getOut().println(configuration.file() + " is good");
    return 0;
  }

  /** Loads the files that the settings name. */
  private static void data(NodeSettings settings) throws StartException {
    List<String> faults = new ArrayList<>();
    try {
      ServedZones.load(settings.dns().zones(), Set.of());
    } catch (StartException e) {
      faults.add(e.getMessage());
    }
    try {
      LocationData.load(settings.location());
    } catch (LocationException e) {
      faults.add(e.getMessage());
    }
    if (!faults.isEmpty()) {
      throw new StartException(String.join(System.lineSeparator(), faults));
    }
  }
}
