package io.waymark.simulation.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A program of the operating system that the bench uses where it is installed. */
enum Program {
  DNSPERF("dnsperf", "dnsperf"),
  GDNSD("gdnsd", "gdnsd"),
  TASKSET("taskset", "util-linux");

  private static final String SYSTEM_DIRECTORIES =
      String.join(File.pathSeparator, "/usr/local/sbin", "/usr/sbin", "/sbin");

  private final String command;
  private final String debianPackage;

  Program(String command, String debianPackage) {
    this.command = command;
    this.debianPackage = debianPackage;
  }

  /** Where it is; empty where it is not installed. */
  Optional<Path> find() {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator;
    return Stream.of((path + SYSTEM_DIRECTORIES).split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, command))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Where it is, as a word of a command line. */
  String require() {
    return find().orElseThrow(() -> new BenchException(missing())).toString();
  }

  /** What to do about its absence. */
  String missing() {
    return command + " is not installed; the Debian package is " + debianPackage;
  }
}
