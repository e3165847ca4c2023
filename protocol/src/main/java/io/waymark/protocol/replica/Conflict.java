package io.waymark.protocol.replica;
import java.util.List;
public record Conflict(String path, List<String> values, List<String> by, List<String> at, String reason) {}
