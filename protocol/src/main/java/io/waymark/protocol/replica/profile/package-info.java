/**
 * Profiles as replicated entities: which fields an edit writes, and the profile and conflicts that
 * merged fields make.
 *
 * <p>Called by whoever takes edits, and by the compiler of answers. Whatever fields there are, they
 * make a profile that breaks no rule, the same on every node; nothing here refuses anything.
 */
@NullMarked
package io.waymark.protocol.replica.profile;

import org.jspecify.annotations.NullMarked;
