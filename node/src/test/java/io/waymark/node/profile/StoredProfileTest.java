package io.waymark.node.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.protocol.profile.Profile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StoredProfileTest {
  private static final Profile SHOP = TestProfiles.weighted("Shop", 30);

  @Test
  void isReadBackAsItWasWritten() {
    StoredProfile stored = StoredProfile.of(SHOP, 7);
    assertThat(StoredProfile.decode("profile/shop", stored.encode())).isEqualTo(stored);
  }

  @Test
  void itsTagTellsRevisionsContentsAndNamesApart() {
    assertThat(
            new String[] {
              StoredProfile.of(SHOP, 7).etag(),
              StoredProfile.of(SHOP, 8).etag(),
              StoredProfile.of(TestProfiles.weighted("Shop", 31), 7).etag(),
              StoredProfile.of(TestProfiles.weighted("store", 30), 7).etag()
            })
        .doesNotHaveDuplicates()
        .allMatch(etag -> etag.matches("\"[A-Za-z0-9_-]{16}\""));
  }

  @Test
  void whatIsNoStoredProfileIsRefused() {
    byte[] value = StoredProfile.of(SHOP, 7).encode();
    byte[] future = value.clone();
    future[0] = 2;
    byte[] broken = Arrays.copyOf(value, value.length - 1);
    for (byte[] wrong : new byte[][] {{}, {1}, future, broken}) {
      assertThatThrownBy(() -> StoredProfile.decode("profile/shop", wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> StoredProfile.decode("profile/store", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Shop");
  }

  @Test
  void oneThatCannotBeReadDoesNotHideTheOthers() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("profile/zebra", StoredProfile.of(TestProfiles.weighted("zebra", 1), 1).encode());
    entries.put("profile/broken", new byte[] {1, 2, 3});
    entries.put("vote/1", new byte[] {1});
    entries.put("profile/ape", StoredProfile.of(TestProfiles.weighted("ape", 1), 1).encode());
    assertThat(StoredProfiles.readAll(entries))
        .extracting(Profile::name)
        .containsExactly("ape", "zebra");
  }
}
