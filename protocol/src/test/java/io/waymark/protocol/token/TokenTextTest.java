package io.waymark.protocol.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TokenTextTest {

  @Test
  void namesItsIdAndFitsAnAuthorizationHeader() {
    Seeds.forEach(
        200,
        random -> {
          TokenText text = TokenText.mint(random);
          // RFC 6750 section 2.1, and nothing that a shell or a URL would change.
          assertThat(text.reveal()).matches("waymark_[A-Za-z0-9_-]{12}_[A-Za-z0-9_-]{43}");
          assertThat(TokenText.idOf(text.reveal())).isEqualTo(text.id());
          assertThat(text.reveal()).startsWith("waymark_" + text.id() + "_");
        });
  }

  @Test
  void isAnotherEachTime() {
    Random random = new Random(1);
    Set<String> ids = new HashSet<>();
    Set<String> secrets = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      TokenText text = TokenText.mint(random);
      ids.add(text.id());
      secrets.add(text.reveal().substring("waymark_".length() + 12));
    }
    assertThat(ids).hasSize(1_000);
    assertThat(secrets).hasSize(1_000);
  }

  @Test
  void isRecognisedByItsFormAlone() {
    String text = TokenText.mint(new Random(1)).reveal();
    for (String other :
        List.of(
            "",
            "waymark_",
            text.substring(1),
            text.substring(0, text.length() - 1),
            text + "A",
            text + " ",
            text.toUpperCase(java.util.Locale.ROOT),
            text.replace("waymark_", "another_"),
            text.substring(0, 20) + "." + text.substring(21))) {
      assertThat(TokenText.idOf(other)).as(other).isNull();
    }
  }

  @Test
  void printsWithoutItsSecret() {
    TokenText text = TokenText.mint(new Random(1));
    assertThat(text).hasToString("waymark_" + text.id() + "_...");
  }
}
