package io.waymark.protocol.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.protocol.Seeds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TokenDocumentTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.006Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Random random = new Random(1);
  private final TokenText text = TokenText.mint(random);
  private final Token token =
      Token.of(new NewToken("Night-Shift", Role.OPERATOR), text, AT, "bootstrap", random);

  @Test
  void isReadAsItWasKept() {
    Seeds.forEach(
        200,
        drawn -> {
          Role role = drawn.nextBoolean() ? Role.VIEWER : Role.ADMIN;
          TokenText minted = TokenText.mint(drawn);
          Token kept =
              Token.of(
                  new NewToken("t" + drawn.nextInt(1_000), role),
                  minted,
                  Instant.ofEpochMilli(drawn.nextLong(4_000_000_000_000L)),
                  "bootstrap",
                  drawn);
          byte[] bytes = TokenDocument.encode(kept);
          Token read = TokenDocument.decode(bytes);
          assertThat(read).isEqualTo(kept);
          assertThat(TokenDocument.encode(read)).isEqualTo(bytes);
          assertThat(read.secret().matches(minted.reveal())).isTrue();
          assertThat(read.secret().matches(minted.reveal() + "x")).isFalse();
        });
  }

  @Test
  void showsPeopleNeitherTextNorHash() {
    assertThat(TokenDocument.print(token))
        .hasToString(
            "{\"name\":\"Night-Shift\",\"role\":\"operator\","
                + "\"createdAt\":\"2026-01-02T03:04:05.006Z\",\"createdBy\":\"bootstrap\"}");
    assertThat(token.toString())
        .doesNotContain(text.reveal(), token.secret().hash(), token.secret().salt());
  }

  @Test
  void keepsNoText() {
    assertThat(new String(TokenDocument.encode(token), StandardCharsets.UTF_8))
        .contains("\"hash\"", "\"salt\"")
        .doesNotContain(text.reveal(), text.reveal().substring(21));
  }

  @Test
  void passesOverWhatALaterVersionAdds() throws Exception {
    ObjectNode document = (ObjectNode) JSON.readTree(TokenDocument.encode(token));
    document.put("expiresAt", "2027-01-01T00:00:00Z");
    assertThat(TokenDocument.decode(JSON.writeValueAsBytes(document))).isEqualTo(token);
  }

  @Test
  void refusesWhatIsNoTokenAndSaysWhyWithoutQuotingTheHash() throws Exception {
    String hash = token.secret().hash();
    for (byte[] bytes :
        List.of(
            new byte[0],
            "null".getBytes(StandardCharsets.UTF_8),
            "[]".getBytes(StandardCharsets.UTF_8),
            hash.getBytes(StandardCharsets.UTF_8))) {
      assertThatThrownBy(() -> TokenDocument.decode(bytes))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .doesNotContain(hash);
    }
    Map<String, String> wrong =
        Map.of(
            "name", "-",
            "role", "root",
            "id", "short",
            "salt", "AAAA",
            "hash", hash.substring(4),
            "createdAt", "yesterday");
    for (var entry : wrong.entrySet()) {
      String field = entry.getKey();
      ObjectNode document = (ObjectNode) JSON.readTree(TokenDocument.encode(token));
      document.put(field, entry.getValue());
      byte[] bytes = JSON.writeValueAsBytes(document);
      assertThatThrownBy(() -> TokenDocument.decode(bytes))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(field)
          .message()
          .doesNotContain(hash.substring(4));
      document.remove(field);
      byte[] without = JSON.writeValueAsBytes(document);
      assertThatThrownBy(() -> TokenDocument.decode(without))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("has no text as its " + field);
    }
  }

  @Test
  void aRoleMayDoWhatTheOnesBeforeItMay() {
    assertThat(Role.ADMIN.covers(Role.OPERATOR)).isTrue();
    assertThat(Role.OPERATOR.covers(Role.OPERATOR)).isTrue();
    assertThat(Role.OPERATOR.covers(Role.VIEWER)).isTrue();
    assertThat(Role.VIEWER.covers(Role.OPERATOR)).isFalse();
    assertThat(Role.OPERATOR.covers(Role.ADMIN)).isFalse();
  }

  @Test
  void theSameTextIsKeptUnderAnotherSaltEachTime() {
    SaltedHash one = SaltedHash.of(text.reveal(), random);
    SaltedHash other = SaltedHash.of(text.reveal(), random);
    assertThat(one).isNotEqualTo(other);
    assertThat(one.hash()).isNotEqualTo(other.hash());
    assertThat(one.matches(text.reveal())).isTrue();
    assertThat(other.matches(text.reveal())).isTrue();
    assertThat(one).hasToString("SaltedHash");
  }
}
