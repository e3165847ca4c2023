package io.waymark.protocol.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.protocol.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A profile as a document and as canonical bytes. */
final class ProfileDocumentTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Defaults NOTHING = new Defaults(null, null);

  @Test
  void parsingWhatWasPrintedGivesTheSameProfile() {
    Seeds.forEach(
        1_000,
        random -> {
          Profile profile = RandomProfiles.valid(random);
          JsonNode document = JSON.readTree(ProfileDocument.print(profile).toString());
          assertThat(ProfileDocument.parse(document, NOTHING)).isEqualTo(new Parsed.Valid(profile));
        });
  }

  @Test
  void decodingWhatWasEncodedGivesTheSameProfile() {
    Seeds.forEach(
        1_000,
        random -> {
          Profile profile = RandomProfiles.valid(random);
          byte[] bytes = ProfileDocument.encode(profile);
          assertThat(ProfileDocument.decode(bytes)).isEqualTo(profile);
          assertThat(ProfileDocument.encode(ProfileDocument.decode(bytes))).isEqualTo(bytes);
        });
  }

  @Test
  void bytesOfAnotherFormAreRefused() {
    byte[] bytes = ProfileDocument.encode(RandomProfiles.valid(new Random(1)));
    bytes[0] = 2;
    assertThatThrownBy(() -> ProfileDocument.decode(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first byte 2");
  }
}
