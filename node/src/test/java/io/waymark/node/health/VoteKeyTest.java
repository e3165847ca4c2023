package io.waymark.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VoteKeyTest {
  @Test
  void isReadBackAlsoWhereTheProbersNameHasSlashes() {
    for (String prober : new String[] {"eu-1", "a/b/3", "v/", "é"}) {
      for (int bucket : new int[] {0, 7, 63}) {
        VoteKey key = new VoteKey(prober, bucket);
        assertThat(VoteKey.parse(key.text())).isEqualTo(key);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v/",
        "v//",
        "v/eu-1",
        "v/eu-1/",
        "v/eu-1/64",
        "v/eu-1/-1",
        "v/eu-1/x",
        "v/eu-1/99999999999",
        "c/eu-1/3",
        "v//3"
      })
  void anythingElseIsNoKey(String text) {
    assertThat(VoteKey.parse(text)).isNull();
  }

  @Test
  void bucketsAreTheTopBitsOfSubjects() {
    assertThat(VoteKey.bucketOf(0)).isZero();
    assertThat(VoteKey.bucketOf(-1)).isEqualTo(VoteKey.BUCKETS - 1);
    assertThat(VoteKey.bucketOf(1L << 58)).isEqualTo(1);
  }
}
