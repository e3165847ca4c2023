package io.waymark.protocol.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The index of profiles, against a plain list that is searched from end to end. */
final class ProfileIndexTest {

  @Test
  void findsWhatASearchThroughAllProfilesFinds() {
    Seeds.forEach(
        100,
        random -> {
          ProfileIndex index = new ProfileIndex(List.of("tm.example"), List.of());
          List<Profile> all = new ArrayList<>();
          for (int step = 0; step < 60; step++) {
            String name = (random.nextBoolean() ? "P" : "p") + random.nextInt(12);
            all.removeIf(profile -> profile.name().equalsIgnoreCase(name));
            if (random.nextInt(3) == 0) {
              index.remove(name);
            } else {
              Profile profile = RandomProfiles.valid(random, name, List.of("p1", "P2", "p3"));
              index.put(profile);
              all.add(profile);
            }
          }
          assertThat(index.profiles()).containsExactlyInAnyOrderElementsOf(all);
          for (int i = 0; i < 12; i++) {
            String name = "p" + i;
            assertThat(index.parentsOf(name))
                .containsExactlyInAnyOrderElementsOf(
                    all.stream()
                        .filter(profile ->
                            profile.endpoints().stream()
                                .anyMatch(e -> e.nested() && e.target().equalsIgnoreCase(name)))
                        .toList());
            assertThat(index.profile(name))
                .isEqualTo(
                    all.stream()
                        .filter(profile -> profile.name().equalsIgnoreCase(name))
                        .findAny()
                        .orElse(null));
            for (Profile profile : all) {
              String fqdn = profile.dnsConfig().fqdn();
              assertThat(index.at(fqdn.toUpperCase(Locale.ROOT)))
                  .containsExactlyInAnyOrderElementsOf(
                      all.stream()
                          .filter(other -> other.dnsConfig().fqdn().equalsIgnoreCase(fqdn))
                          .toList());
            }
          }
        });
  }

  @Test
  void listsProfilesByNameWithoutCase() {
    ProfileIndex index = new ProfileIndex(List.of(), List.of());
    for (String name : List.of("b", "C", "a")) {
      index.put(
          Documents.valid(
              ProfileDocument.parse(Documents.small("{}"), new Defaults(name, "tm.example"))));
    }
    assertThat(index.profiles()).extracting(Profile::name).containsExactly("a", "b", "C");
  }
}
