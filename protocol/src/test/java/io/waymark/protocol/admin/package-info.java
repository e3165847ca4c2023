/** Tests of the documents of the HTTP API. */
@NullMarked
package io.waymark.protocol.admin;

import org.jspecify.annotations.NullMarked;
