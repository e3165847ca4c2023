package io.waymark.node.settings;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a kind of value is written.
 *
 * @param accepted what is accepted, so that "must be ..." can go before it
 * @param meanwhile stands in for a faulty value, so that the rest can be read and checked too; it
 *     never reaches a result
 * @param parse null for what is not of this form
 */
record Form<T>(String accepted, T meanwhile, Function<String, @Nullable T> parse) {}
