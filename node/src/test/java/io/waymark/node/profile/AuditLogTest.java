package io.waymark.node.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditLogTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final Author AUTHOR = new Author("bootstrap", "192.0.2.99");

  @TempDir Path data;

  @Test
  void aLineSaysWhenWhoWhatFromWhatAndToWhat() throws Exception {
    ProfileChange created = ProfileChange.of(null, TestProfiles.weighted("shop", 30));
    ProfileChange changed = ProfileChange.of(created.after(), TestProfiles.weighted("shop", 60));
    ProfileChange deleted = new ProfileChange(changed.after(), null);
    try (AuditLog audit = new AuditLog(data)) {
      audit.append(List.of(entry("PUT", created)));
      audit.append(List.of(entry("PATCH", changed)));
      audit.append(List.of(entry("DELETE", deleted)));
    }
    List<JsonNode> lines = lines();
    assertThat(lines).hasSize(3);
    JsonNode patch = lines.get(1);
    assertThat(patch.path("time").asText()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(patch.path("who").asText()).isEqualTo("bootstrap");
    assertThat(patch.path("from").asText()).isEqualTo("192.0.2.99");
    assertThat(patch.path("method").asText()).isEqualTo("PATCH");
    assertThat(patch.path("name").asText()).isEqualTo("shop");
    assertThat(patch.at("/before/dnsConfig/ttl").asInt()).isEqualTo(30);
    assertThat(patch.at("/after/dnsConfig/ttl").asInt()).isEqualTo(60);
    assertThat(patch.at("/versions/before")).isEqualTo(lines.get(0).at("/versions/after"));
    assertThat(patch.at("/versions/after")).isEqualTo(lines.get(2).at("/versions/before"));
    assertThat(lines.get(0).path("before").isNull()).isTrue();
    assertThat(lines.get(2).path("after").isNull()).isTrue();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("audit.jsonl"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aLineThatACrashCutShortIsNotContinued() throws Exception {
    Files.writeString(data.resolve("audit.jsonl"), "{\"time\":\"2026-");
    try (AuditLog audit = new AuditLog(data)) {
      audit.append(List.of(entry("PUT", ProfileChange.of(null, TestProfiles.weighted("a", 1)))));
    }
    List<String> lines = Files.readAllLines(data.resolve("audit.jsonl"));
    assertThat(lines).hasSize(2);
    assertThat(new ObjectMapper().readTree(lines.get(1)).path("name").asText()).isEqualTo("a");
  }

  @Test
  void whatCannotBeWrittenIsCountedAndWritingGoesOnLater() throws Exception {
    Path missing = data.resolve("not-yet");
    AuditLog audit = new AuditLog(missing);
    ProfileChange change = ProfileChange.of(null, TestProfiles.weighted("a", 1));
    audit.append(List.of(entry("APPLY", change), entry("APPLY", change)));
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (audit.lost() < 2 && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(audit.lost()).isEqualTo(2);
    Files.createDirectory(missing);
    audit.append(List.of(entry("PUT", change)));
    audit.close();
    assertThat(Files.readAllLines(missing.resolve("audit.jsonl"))).hasSize(1);
    assertThat(audit.lost()).isEqualTo(2);
  }

  private static AuditLog.Entry entry(String method, ProfileChange change) {
    return new AuditLog.Entry(AT, AUTHOR, method, change);
  }

  private List<JsonNode> lines() throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(data.resolve("audit.jsonl"))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }
}
