package io.waymark.node.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From a HOCON file and the command line to {@link NodeSettings}.
 *
 * <p>{@code --set} goes before the file, the file before {@code reference.conf}. Only what lies
 * under {@code waymark} is read; the rest of the file may hold values that it refers to.
 */
public final class SettingsLoader {
  static final String ROOT = "waymark";

  private final FileLookup files;
  private final Findings findings = new Findings();

  private SettingsLoader(FileLookup files) {
    this.files = files;
  }

  /**
   * Loads a file.
   *
   * @param overrides each {@code key=value} with a whole path
   * @param home the distribution's directory; null when not run from one
   * @throws InvalidSettingsException with everything that is wrong
   */
  public static Loaded load(Path file, List<String> overrides, @Nullable Path home)
      throws InvalidSettingsException {
    Path absolute = file.toAbsolutePath().normalize();
    if (!Files.isRegularFile(absolute) || !Files.isReadable(absolute)) {
      throw new InvalidSettingsException(
          List.of("--config (" + file + ") must be a readable file"));
    }
    Path directory = absolute.getParent();
    SettingsLoader loader =
        new SettingsLoader(new FileLookup(directory == null ? absolute : directory, home));
    return loader.load(
        () ->
            ConfigFactory.parseFile(
                absolute.toFile(),
                ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false)),
        overrides);
  }

  /**
   * Loads a text.
   *
   * @param directory where relative paths start
   * @throws InvalidSettingsException with everything that is wrong
   */
  public static Loaded parse(
      String text, Path directory, List<String> overrides, @Nullable Path home)
      throws InvalidSettingsException {
    return new SettingsLoader(new FileLookup(directory.toAbsolutePath().normalize(), home))
        .load(() -> ConfigFactory.parseString(text), overrides);
  }

  /** Every key that is read, {@code []} in place of an index. */
  static Set<String> keysRead() {
    SettingsLoader loader = new SettingsLoader(new FileLookup(Path.of(""), null));
    Config withZone = ConfigFactory.parseString("waymark.dns.zones = [{}]");
    loader.read(withZone, withZone.withFallback(reference()).resolve());
    return loader.findings.keysRead;
  }

  /** The documented defaults. */
  static Config reference() {
    // Libraries have a reference.conf too; ours is the one that has something under this root.
    return ConfigFactory.parseResources(SettingsLoader.class.getClassLoader(), "reference.conf")
        .withOnlyPath(ROOT);
  }

  private interface Source {
    Config parse();
  }

  private Loaded load(Source source, List<String> overrides) throws InvalidSettingsException {
    Config given = Overrides.parse(overrides, findings);
    try {
      given = given.withFallback(source.parse());
      Config everything = given.withFallback(reference());
      Config resolved = everything.resolve();
      NodeSettings settings = read(given.resolveWith(resolved), resolved);
      if (findings.faults.isEmpty()) {
        return new Loaded(settings, findings.warnings);
      }
    } catch (ConfigException e) {
      findings.faults.add(unreadable(e));
    }
    throw new InvalidSettingsException(findings.faults);
  }

  /**
   * @param given what the operator said
   * @param resolved with the defaults
   */
  private NodeSettings read(Config given, Config resolved) {
    for (String key : given.root().keySet()) {
      if (!key.equals(ROOT) && ROOT.equals(Similar.to(key, Set.of(ROOT)))) {
        findings.fault(
            key, "block", "is not read; did you mean waymark?", given.root().get(key).origin());
      }
    }
    return new SettingsReader(files, given).read(root(resolved));
  }

  private Block root(Config resolved) {
    if (resolved.root().get(ROOT) instanceof ConfigObject object) {
      return new Block(ROOT, object, findings);
    }
    findings.faults.add("waymark must be a block in braces");
    return new Block(ROOT, ConfigValueFactory.fromMap(Map.of()), new Findings());
  }

  private static String unreadable(ConfigException e) {
    if (e.origin() == null || e.origin().filename() == null) {
      return "the configuration cannot be read: " + withoutOrigin(e);
    }
    return e.origin().filename()
        + ", line "
        + e.origin().lineNumber()
        + ", cannot be read: "
        + withoutOrigin(e);
  }

  /** The library's message without the place that it puts before it. */
  static String withoutOrigin(ConfigException e) {
    String message = String.valueOf(e.getMessage());
    String place = e.origin() == null ? "" : e.origin().description() + ": ";
    return message.startsWith(place) ? message.substring(place.length()) : message;
  }
}
