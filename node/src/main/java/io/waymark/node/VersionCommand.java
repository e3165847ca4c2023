package io.waymark.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.pekko.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code waymark version}. */
@Command(name = "version", description = "Prints the versions of Waymark, Java and Pekko.")
final class VersionCommand implements Callable<Integer> {
  private static final String UNKNOWN = "unknown";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Properties build = new Properties();
    // Written by the build; a source tree without git has none.
    try (InputStream properties = VersionCommand.class.getResourceAsStream("build.properties")) {
      if (properties != null) {
        build.load(properties);
      }
    }
    boolean changed = Boolean.parseBoolean(build.getProperty("git.dirty"));
    PrintWriter out = spec.commandLine().getOut();
    out.println("waymark " + build.getProperty("git.build.version", UNKNOWN));
    out.println(
        "commit  "
            + build.getProperty("git.commit.id.abbrev", UNKNOWN)
            + (changed ? " with local changes" : ""));
    out.println("java    " + Runtime.version());
    out.println("pekko   " + Version.current());
    return 0;
  }
}
