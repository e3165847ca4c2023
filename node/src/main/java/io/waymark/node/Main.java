package io.waymark.node;

import io.waymark.node.console.ConsoleCommand;
import io.waymark.node.demo.DemoCommand;
import io.waymark.node.settings.InvalidSettingsException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code waymark} command. Exit codes: 0 done, 1 failed while running, 2 cannot start; {@link
 * ConsoleCommand} has more.
 */
@Command(
    name = "waymark",
    description =
        "An authoritative DNS server that answers with the endpoint each client should use.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      NodeCommand.class,
      CheckCommand.class,
      ConsoleCommand.class,
      DemoCommand.class,
      VersionCommand.class
    })
public final class Main implements Runnable {
  /** Bad configuration or usage, or something in the way of a start. */
  public static final int CANNOT_START = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
    PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
    System.exit(run(out, err, args));
  }

  /** Runs one command to its end and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine waymark = new CommandLine(new Main());
    waymark
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("Shows this help.")
                .build());
    return waymark
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(Main::failed)
        .execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) throws Exception {
    PrintWriter err = command.getErr();
    switch (e) {
      case InvalidSettingsException invalid -> invalid.faults().forEach(err::println);
      case StartException start -> err.println(start.getMessage());
      default -> throw e;
    }
    return CANNOT_START;
  }
}
