package io.waymark.node.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.profile.Profile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PublishOrderTest {

  @Test
  void childrenComeBeforeParentsAndDeletionsLast() {
    List<ProfileChange> changes =
        List.of(
            deleted(TestProfiles.weighted("old", 1)),
            written(TestProfiles.nesting("top", "middle", "leaf")),
            written(TestProfiles.nesting("middle", "Leaf", "elsewhere")),
            written(TestProfiles.weighted("leaf", 1)));
    assertThat(PublishOrder.of(changes))
        .extracting(ProfileChange::name)
        .containsExactly("leaf", "middle", "top", "old");
  }

  @Test
  void aLoopIsPublishedAllTheSame() {
    List<ProfileChange> changes =
        List.of(written(TestProfiles.nesting("a", "b")), written(TestProfiles.nesting("b", "a")));
    assertThat(PublishOrder.of(changes))
        .extracting(ProfileChange::name)
        .containsExactlyInAnyOrder("a", "b");
  }

  private static ProfileChange written(Profile profile) {
    return ProfileChange.of(null, profile);
  }

  private static ProfileChange deleted(Profile profile) {
    return new ProfileChange(StoredProfile.draft(profile), null);
  }
}
