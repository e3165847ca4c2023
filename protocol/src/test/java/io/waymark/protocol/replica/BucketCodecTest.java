package io.waymark.protocol.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.protocol.Seeds;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class BucketCodecTest {

  @Test
  void whatIsReadIsWhatWasWritten() {
    Seeds.forEach(
        3_000,
        random -> {
          Bucket bucket = MergeLawsTest.bucket(random);
          assertThat(BucketCodec.decode(BucketCodec.encode(bucket))).isEqualTo(bucket);
        });
  }

  @Test
  void bytesAreTheSameInEveryRelease() {
    Entity entity =
        Entity.EMPTY
            .write(
                new Dot("n1", Stamp.of(1, 2)),
                "ann",
                Map.of("ttl", Optional.of(Bytes.utf8("30")), "tty", Optional.empty()))
            .delete()
            .write(new Dot("n2", Stamp.of(3, 0)), "bob", Map.of("a", Optional.of(Bytes.EMPTY)));

    assertThat(HexFormat.of().formatHex(BucketCodec.encode(Bucket.of("profile/p", entity))))
        .isEqualTo(
            "01" // form
                + "01" // entities
                + "0970726f66696c652f70" // profile/p
                + "01" // epoch
                + "02" // sections
                + "010c" // version vector
                + "01026e320000000000030000" // n2, 3.0
                + "0217" // fields
                + "0103626f62" // authors: bob
                + "0100000000000003000000" // events: n2, 3.0, bob
                + "01" // fields
                + "000161" // a
                + "01" // siblings
                + "0001"); // event, empty value
  }

  @Test
  void sectionsOfANewerVersionSurvive() throws Exception {
    Entity newer =
        new Entity(
            0,
            VersionVector.EMPTY.with(new Dot("n", Stamp.of(1, 0))),
            Fields.NONE,
            new TreeMap<>(Map.of(7, Bytes.utf8("tomorrow"), 0, Bytes.EMPTY)));
    Bucket read = BucketCodec.decode(BucketCodec.encode(Bucket.of("x", newer)));

    Entity edited =
        read.entity("x").write(new Dot("n", Stamp.of(2, 0)), "ann", Map.of("a", Optional.empty()));

    assertThat(edited.unknown()).containsEntry(7, Bytes.utf8("tomorrow"));
    assertThat(edited.merge(newer).unknown()).isEqualTo(newer.unknown());
    assertThat(edited.delete().unknown()).isEmpty();
  }

  @Test
  void bytesThatAreChangedAnywhereAreEitherRefusedOrAnotherCanonicalBucket() {
    Seeds.forEach(
        20_000,
        random -> {
          byte[] bytes = BucketCodec.encode(MergeLawsTest.bucket(random));
          int at = random.nextInt(bytes.length);
          if (random.nextInt(4) == 0) {
            bytes = Arrays.copyOf(bytes, at);
          } else {
            bytes[at] = (byte) random.nextInt(256);
          }
          try {
            assertThat(BucketCodec.encode(BucketCodec.decode(bytes))).isEqualTo(bytes);
          } catch (MalformedException e) {
            assertThat(e).hasMessageMatching("(?s).+");
          }
        });
  }

  @Test
  void aLengthThatCannotBeTrueIsRefusedBeforeRoomIsMade() {
    for (String hex :
        List.of(
            "01ffffffff07", "0101ffffffff0f", "0101017800ffffffff07", "01010178000101ffffff7f")) {
      assertThatThrownBy(() -> BucketCodec.decode(HexFormat.of().parseHex(hex)))
          .isInstanceOf(MalformedException.class);
    }
    assertThatThrownBy(() -> BucketCodec.decode(new byte[0]))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> BucketCodec.decode(new byte[] {2, 0}))
        .hasMessage("a bucket of form 2; this version reads 1");
  }

  @Test
  void anotherFormOfTheSameContentIsRefused() {
    // Each one byte away from canonical: a count in two bytes; bytes after the end.
    assertThatThrownBy(() -> BucketCodec.decode(new byte[] {1, (byte) 0x80, 0}))
        .hasMessageContaining("needless bytes");
    ByteArrayOutputStream longer = new ByteArrayOutputStream();
    longer.writeBytes(BucketCodec.encode(Bucket.EMPTY));
    longer.write(0);
    assertThatThrownBy(() -> BucketCodec.decode(longer.toByteArray()))
        .hasMessage("1 bytes too many");
  }

  @Test
  void everyKeyHasOneOfFourThousandBucketsAndItIsTheSameInEveryRelease() {
    assertThat(Buckets.of("profile/contoso")).isEqualTo(0x62d);
    assertThat(Buckets.names()).hasSize(4096).startsWith("c/0000").endsWith("c/0fff");
    boolean[] taken = new boolean[Buckets.COUNT];
    for (int i = 0; i < 60_000; i++) {
      taken[Buckets.of("profile/p" + i)] = true;
    }
    assertThat(taken).doesNotContain(false);
  }
}
