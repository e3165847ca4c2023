/**
 * The admin console: commands that ask a node over its HTTP API, and print what it replies.
 *
 * <p>Called by {@code waymark console}. Each command is a class of its own that says what is asked
 * and what its table is; {@link io.waymark.node.console.ConsoleCommand} lists them, and has what
 * they share. It never looks into a node but through the API.
 */
@NullMarked
package io.waymark.node.console;

import org.jspecify.annotations.NullMarked;
