package io.waymark.protocol.replica.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.admin.MergePatch;
import io.waymark.protocol.profile.Endpoint;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileDocument;
import io.waymark.protocol.replica.Bytes;
import io.waymark.protocol.replica.Entity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProfileFieldsTest extends EditedShop {
  @Test
  void anEditWritesOnlyWhatDiffers() {
    Entity before = created("Weighted", "eu", "us");
    Assembled seen = assembled(before);
    Profile wanted =
        profile(
            MergePatch.apply(
                ProfileDocument.print(seen.profile()),
                json("{dnsConfig: {ttl: 5}, monitorConfig: {protocol: 'TCP', path: null}}")));

    FieldChanges changes = ProfileFields.changes(before, seen, wanted, _ -> true);

    assertThat(changes.writes())
        .containsOnlyKeys("dnsConfig.ttl", "monitorConfig.protocol", "monitorConfig.path")
        .containsEntry("dnsConfig.ttl", Optional.of(Bytes.utf8("5")))
        .containsEntry("monitorConfig.path", Optional.empty());
    assertThat(changes.removals()).isEmpty();
  }

  @Test
  void editsOfDifferentFieldsOfOneEndpointMerge() {
    Entity before = created("Weighted", "eu", "us");
    Entity merged =
        put(before, "a", "eu", "{target: 'eu.app.example', weight: 7}")
            .merge(put(before, "b", "eu", "{target: 'eu2.app.example'}"));

    Endpoint eu = Objects.requireNonNull(assembled(merged).profile().endpoint("eu"));
    assertThat(eu.weight()).isEqualTo(7);
    assertThat(eu.target()).isEqualTo("eu2.app.example");
    assertThat(paths(merged)).isEmpty();
  }

  @Test
  void whoWritesADocumentThatSaysWhatWasShownSettlesItsConflicts() {
    Entity before = created("Priority", "eu");
    Entity merged =
        put(before, "a", "asia", "{target: 'asia.app.example'}")
            .merge(put(before, "b", "us", "{target: 'us.app.example'}"));
    assertThat(paths(merged)).containsExactly("endpoints/asia/priority", "endpoints/us/priority");

    Assembled seen = assembled(merged);
    Entity untouched =
        ProfileFields.changes(merged, seen, seen.profile(), _ -> false)
            .applyTo(merged, dot("a"), "ann");
    Entity settled =
        ProfileFields.changes(merged, seen, seen.profile(), _ -> true)
            .applyTo(merged, dot("a"), "ann");

    assertThat(paths(untouched)).isEqualTo(paths(merged));
    assertThat(paths(settled)).isEmpty();
    assertThat(assembled(settled).profile()).isEqualTo(seen.profile());
  }

  @Test
  void removingAnEndpointWinsOverAnEditOfIt() {
    Entity before = created("Weighted", "eu", "us");
    Entity merged =
        without(before, "a", "us")
            .merge(put(before, "b", "us", "{target: 'us.app.example', weight: 9}"));

    assertThat(endpoints(merged)).containsExactly("eu");
    assertThat(paths(merged)).isEmpty();
  }

  @Test
  void anEndpointCreatedAgainHasNothingOfTheOneThatWasRemoved() {
    Entity before = created("Weighted", "eu", "us");
    Entity removed =
        without(before, "a", "us")
            .merge(put(before, "b", "us", "{target: 'us.app.example', geoMapping: ['US']}"));
    assertThat(removed.fields()).containsKey("endpoints/us/geoMapping");

    Entity again = put(removed, "c", "us", "{target: 'us3.app.example'}");

    Endpoint us = Objects.requireNonNull(assembled(again).profile().endpoint("us"));
    assertThat(us.geoMapping()).isEmpty();
    assertThat(again.fields()).doesNotContainKey("endpoints/us/geoMapping");
  }

  @Test
  void anEndpointCreatedAgainWhileSomebodyRemovedItStays() {
    Entity before = created("Weighted", "eu", "us");
    Entity again =
        put(without(before, "b", "us"), "b", "us", "{target: 'us2.app.example', weight: 3}");

    Entity merged = without(before, "a", "us").merge(again);

    Endpoint us = Objects.requireNonNull(assembled(merged).profile().endpoint("us"));
    assertThat(us.target()).isEqualTo("us2.app.example");
    assertThat(us.weight()).isEqualTo(3);
  }

  @Test
  void endpointsKeepTheOrderTheirAdminGaveThem() {
    Entity before = created("Weighted", "c", "a", "b");
    assertThat(endpoints(before)).containsExactly("c", "a", "b");

    Profile seen = assembled(before).profile();
    List<Endpoint> moved =
        List.of(seen.endpoints().get(2), seen.endpoints().get(0), seen.endpoints().get(1));
    FieldChanges changes =
        ProfileFields.changes(before, assembled(before), seen.withEndpoints(moved), _ -> false);
    Entity after = changes.applyTo(before, dot("a"), "ann");

    assertThat(endpoints(after)).containsExactly("b", "c", "a");
    assertThat(changes.writes().keySet()).allMatch(path -> path.endsWith("/order"));
  }

  @Test
  void endpointsAddedInSeveralPlacesDoNotMoveTheOthers() {
    Entity before = created("Weighted", "m");
    Profile seen = assembled(before).profile();
    Endpoint m = seen.endpoints().getFirst();
    List<Endpoint> more = List.of(like(m, "z", 2), like(m, "y", 3), m, like(m, "x", 4));

    FieldChanges changes =
        ProfileFields.changes(before, assembled(before), seen.withEndpoints(more), _ -> false);

    assertThat(endpoints(changes.applyTo(before, dot("a"), "ann")))
        .containsExactly("z", "y", "m", "x");
    assertThat(changes.writes()).doesNotContainKey("endpoints/m/order");
  }

  @Test
  void whatOnlyANewerVersionKnowsIsCarriedAndTouchedByNobody() {
    Entity newer = written(created("Weighted", "eu"), dot("n"), "monitorConfig.follow", "true");
    newer = written(newer, dot("n"), "endpoints/eu/shade", "{\"of\":\"blue\"}");
    Entity edited = patch(newer, "a", "{dnsConfig: {ttl: 5}}");

    assertThat(paths(edited)).isEmpty();
    assertThat(edited.value("monitorConfig.follow")).isEqualTo(Bytes.utf8("true"));
    assertThat(edited.value("endpoints/eu/shade")).isEqualTo(Bytes.utf8("{\"of\":\"blue\"}"));
    assertThat(without(edited, "a", "eu").fields()).doesNotContainKey("endpoints/eu/shade");
  }

  private static Endpoint like(Endpoint endpoint, String name, int priority) {
    return new Endpoint(
        name,
        endpoint.type(),
        target(name),
        true,
        false,
        1,
        priority,
        null,
        List.of(),
        List.of(),
        List.of(),
        1,
        0,
        0);
  }
}
