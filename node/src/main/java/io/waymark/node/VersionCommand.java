package io.waymark.node;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.pekko.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code waymark version}. */
@Command(name = "version", description = "Prints the versions of Waymark, Java and Pekko.")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Build build = Build.read();
    PrintWriter out = spec.commandLine().getOut();
    out.println("waymark " + build.version());
    out.println("commit  " + build.commit() + (build.dirty() ? " with local changes" : ""));
    out.println("java    " + Runtime.version());
    out.println("pekko   " + Version.current());
    return 0;
  }
}
