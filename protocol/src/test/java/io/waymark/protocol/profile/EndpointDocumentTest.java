package io.waymark.protocol.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.protocol.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One endpoint as a document, within its profile. */
final class EndpointDocumentTest {
  private static final Profile SHOP =
      Documents.profile(
          """
          {endpoints: [{name: 'eu', target: 'eu.app.example', priority: 5},
                       {name: 'us', target: 'us.app.example', priority: 7}]}
          """);

  private static Parsed put(String name, String document) {
    return ProfileDocument.parseEndpoint(Documents.json(document), name, SHOP, Policy.ANY);
  }

  private static List<String> paths(String name, String document) {
    return Documents.violations(put(name, document)).stream().map(Violation::path).toList();
  }

  @Test
  void aNewEndpointComesLast() {
    Profile changed = Documents.valid(put("ap", "{target: 'ap.app.example'}"));
    assertThat(changed.endpoints()).extracting(Endpoint::name).containsExactly("eu", "us", "ap");
    assertThat(changed.endpoints().getLast().priority()).isEqualTo(8);
  }

  @Test
  void aReplacedEndpointKeepsItsPlaceAndPriority() {
    Profile changed =
        Documents.valid(put("EU", "{name: 'Eu', target: 'new.app.example', weight: 3}"));
    assertThat(changed.endpoints()).extracting(Endpoint::name).containsExactly("Eu", "us");
    assertThat(changed.endpoints().getFirst().priority()).isEqualTo(5);
    assertThat(changed.endpoints().getFirst().weight()).isEqualTo(3);
    assertThat(changed.withEndpoints(SHOP.endpoints())).isEqualTo(SHOP);
  }

  @Test
  void aNewEndpointFindsAFreePriorityWhereTheLastIsTaken() {
    Profile full =
        Documents.profile(
            """
            {endpoints: [{name: 'a', target: 'a.example', priority: 1},
                         {name: 'b', target: 'b.example', priority: 1000}]}
            """);
    Parsed parsed =
        ProfileDocument.parseEndpoint(
            Documents.json("{target: 'c.example'}"), "c", full, Policy.ANY);
    assertThat(Documents.valid(parsed).endpoints().getLast().priority()).isEqualTo(2);
  }

  @Test
  void pathsStartAtTheEndpointsDocument() {
    assertThat(paths("eu", "{target: 'eu.app.example:80', weight: 0, extra: 1, subnets: [7]}"))
        .containsExactlyInAnyOrder("target", "weight", "extra", "subnets[0]");
  }

  @Test
  void whatTwoEndpointsCannotShareIsTheFaultOfTheOneThatChanges() {
    assertThat(paths("eu", "{target: 'us.app.example', priority: 7}"))
        .containsExactlyInAnyOrder("priority", "target");
    assertThat(paths("eu", "{target: '192.0.2.1'}")).containsExactly("target");
  }

  @Test
  void itsNameIsTheOneItIsAddressedBy() {
    assertThat(paths("eu", "{name: 'us', target: 'x.example'}")).containsExactly("name");
    assertThat(paths("a/b", "{target: 'x.example'}")).containsExactly("name");
  }

  @Test
  void itIsAnObject() {
    assertThat(paths("eu", "[]")).containsExactly("");
  }

  @Test
  void anEnvelopeIsAccepted() {
    assertThat(
            Documents.valid(put("ap", "{properties: {target: 'ap.app.example', weight: 9}}"))
                .endpoints()
                .getLast()
                .weight())
        .isEqualTo(9);
  }

  @Test
  void aTargetThatThePolicyRefusesIsAViolation() {
    Policy policy = new Policy(null, new Policy.Targets(false, List.of()));
    Profile empty = SHOP.withEndpoints(List.of());
    assertThat(
            Documents.violations(
                ProfileDocument.parseEndpoint(
                    Documents.json("{target: '127.0.0.1'}"), "a", empty, policy)))
        .extracting(Violation::path)
        .containsExactly("target");
  }

  @Test
  void puttingBackWhatWasPrintedChangesNothing() {
    Seeds.forEach(
        300,
        random -> {
          Profile profile = RandomProfiles.valid(random);
          for (Endpoint endpoint : profile.endpoints()) {
            assertThat(
                    ProfileDocument.parseEndpoint(
                        ProfileDocument.print(endpoint), endpoint.name(), profile, Policy.ANY))
                .isEqualTo(new Parsed.Valid(profile));
          }
        });
  }
}
