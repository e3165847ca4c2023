package io.waymark.node.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MentionsTest {
  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean patch(String patch, String path) {
    return Mentions.settles(new Edit.Patch("shop", json(patch)), path);
  }

  private static boolean patchEndpoint(String endpoint, String patch, String path) {
    return Mentions.settles(new Edit.PatchEndpoint("shop", endpoint, json(patch)), path);
  }

  @Test
  void aWholeDocumentSpeaksOfEverything() {
    assertThat(Mentions.settles(new Edit.Put("shop", json("{}")), "dnsConfig.ttl")).isTrue();
    assertThat(
            Mentions.settles(
                new Edit.Apply(List.of(json("{}")), false, false), "endpoints/eu/weight"))
        .isTrue();
  }

  @Test
  void aPatchSpeaksOfTheFieldsItHasWhateverTheirValues() {
    assertThat(patch("{\"dnsConfig\": {\"ttl\": 5}}", "dnsConfig.ttl")).isTrue();
    assertThat(patch("{\"monitorConfig\": {\"path\": null}}", "monitorConfig.path")).isTrue();
    assertThat(patch("{\"dnsConfig\": {\"ttl\": 5}}", "dnsConfig.zone")).isFalse();
    assertThat(patch("{\"maxReturn\": 2}", "dnsConfig.ttl")).isFalse();
    assertThat(patch("{\"dnsConfig\": 5}", "dnsConfig.ttl")).isFalse();
  }

  @Test
  void aPatchInTheOriginalsEnvelopeSpeaksOfWhatIsInIt() {
    assertThat(patch("{\"properties\": {\"dnsConfig\": {\"ttl\": 5}}}", "dnsConfig.ttl")).isTrue();
    assertThat(patchEndpoint("eu", "{\"properties\": {\"weight\": 5}}", "endpoints/eu/weight"))
        .isTrue();
  }

  @Test
  void aPatchOfTheEndpointsSpeaksOfAllOfThem() {
    assertThat(patch("{\"endpoints\": []}", "endpoints/eu/weight")).isTrue();
    assertThat(patch("{\"maxReturn\": 2}", "endpoints/eu/weight")).isFalse();
  }

  @Test
  void anEditOfAnEndpointSpeaksOfThatOneAlone() {
    Edit put = new Edit.PutEndpoint("shop", "EU", json("{}"));
    assertThat(Mentions.settles(put, "endpoints/eu/weight")).isTrue();
    assertThat(Mentions.settles(put, "endpoints/eu2/weight")).isFalse();
    assertThat(Mentions.settles(put, "dnsConfig.ttl")).isFalse();
    assertThat(patchEndpoint("EU", "{\"weight\": 5}", "endpoints/eu/weight")).isTrue();
    assertThat(patchEndpoint("EU", "{\"weight\": 5}", "endpoints/eu/target")).isFalse();
    assertThat(patchEndpoint("EU", "{\"weight\": 5}", "endpoints/us/weight")).isFalse();
  }

  @Test
  void aDeletionSpeaksOfNothing() {
    assertThat(Mentions.settles(new Edit.Delete("shop"), "dnsConfig.ttl")).isFalse();
    assertThat(Mentions.settles(new Edit.DeleteEndpoint("shop", "eu"), "endpoints/eu/weight"))
        .isFalse();
  }
}
