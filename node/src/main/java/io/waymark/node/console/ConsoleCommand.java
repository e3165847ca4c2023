package io.waymark.node.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.node.settings.LocalNode;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code waymark console}. */
@Command(
    name = "console",
    description = "Asks a node, over its HTTP API, and prints what it replies.",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    subcommands = {LocationCommand.class},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the node refused; why is on standard error",
      "2:wrong usage, or no token",
      "3:no node can be reached"
    })
public final class ConsoleCommand implements Callable<Integer> {
  private static final int REFUSED = 1;
  private static final int USAGE = 2;
  private static final int UNREACHABLE = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      converter = NodeUrl.class,
      description =
          "A node's HTTP API, such as https://192.0.2.53:8053. May be repeated: they are tried in"
              + " this order. Default: a node on this machine.")
  private List<URI> urls = List.of();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "A file that holds a token. Default: what WAYMARK_TOKEN_FILE names, else the admin token"
              + " of a node on this machine.")
  private @Nullable Path tokenFile;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json|yaml",
      scope = ScopeType.INHERIT,
      description = "How the reply is printed; json and yaml have all of it. Default: table.")
  private Form form = Form.TABLE;

  /** What a command asks of a node. */
  interface Question {
    JsonNode ask(NodeClient node)
        throws RefusedException, UnreachableException, InterruptedException;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return USAGE;
  }

  /**
   * Asks, prints the reply, and returns the exit code.
   *
   * @param table of a reply, for people
   */
  int answer(Question question, Function<JsonNode, Table> table) throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    LocalNode local = LocalNode.byDefault();
    try {
      String token = AdminToken.find(tokenFile, System.getenv(), local.data());
      List<URI> nodes = urls.isEmpty() ? List.of(NodeUrl.of(local.admin())) : urls;
      try (NodeClient node = new NodeClient(nodes, token)) {
        spec.commandLine().getOut().println(form.print(question.ask(node), table));
        return 0;
      }
    } catch (AdminToken.MissingException e) {
      err.println(e.getMessage());
      return USAGE;
    } catch (RefusedException e) {
      err.println(e.getMessage());
      return REFUSED;
    } catch (UnreachableException e) {
      err.println(e.getMessage());
      return UNREACHABLE;
    }
  }
}
