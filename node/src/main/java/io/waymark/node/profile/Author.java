package io.waymark.node.profile;

/**
 * Who makes an edit.
 *
 * @param who the token's name
 * @param from the client's address as text
 */
public record Author(String who, String from) {}
