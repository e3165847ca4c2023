package io.waymark.node.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.node.profile.Author;
import io.waymark.node.profile.Edit;
import io.waymark.node.profile.Preconditions;
import io.waymark.node.profile.ProfileActor;
import io.waymark.protocol.Seeds;
import io.waymark.protocol.admin.Problem;
import io.waymark.protocol.fleet.Confirmations;
import io.waymark.protocol.fleet.EditId;
import io.waymark.protocol.fleet.NodeId;
import io.waymark.protocol.fleet.NodeState;
import io.waymark.protocol.fleet.Pulse;
import io.waymark.protocol.profile.Violation;
import io.waymark.protocol.replica.Bucket;
import io.waymark.protocol.replica.Bytes;
import io.waymark.protocol.replica.Dot;
import io.waymark.protocol.replica.Entity;
import io.waymark.protocol.replica.Stamp;
import io.waymark.protocol.replica.VoteBlock;
import io.waymark.protocol.replica.VoteWord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class FleetSerializerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FleetSerializer serializer = new FleetSerializer();

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Pulse pulse() {
    return new Pulse(
        new NodeId("eu-1", "europe", -77),
        "192.0.2.1:7355",
        1_700_000_000_000L,
        42,
        1_700_000_042_000L,
        NodeState.DRAINING,
        true,
        false,
        new Pulse.Served("00c0ffee00c0ffee", 9, "", "z0ne"),
        new Pulse.VoteVersion(Long.MAX_VALUE, Long.MIN_VALUE),
        new Pulse.Load(12.5, 42_000),
        "1.2.3",
        List.of(new Pulse.Hearing("us-1", 7, 8, true)));
  }

  private static final EditId ID = new EditId("eu-1", Long.MIN_VALUE, 3);

  private static FleetMessage.EditAsked asked(Edit edit) {
    return new FleetMessage.EditAsked(
        "eu-1",
        ID,
        2,
        9_000,
        Confirmations.Wait.ALL,
        edit,
        new Preconditions(List.of("\"tag\"", "*"), null),
        new Author("ops", "192.0.2.9"));
  }

  private static Bucket bucket(int entities) {
    Bucket bucket = Bucket.EMPTY;
    for (int i = 0; i < entities; i++) {
      bucket =
          bucket.with(
              "profile/p" + i,
              Entity.EMPTY.write(
                  new Dot("eu-1#1", Stamp.of(i + 1, 0)),
                  "ops",
                  Map.of("ttl", Optional.of(Bytes.utf8("30")), "path", Optional.empty())));
    }
    return bucket;
  }

  private FleetMessage there(FleetMessage message) throws IOException {
    return (FleetMessage)
        serializer.fromBinary(serializer.toBinary(message), serializer.manifest(message));
  }

  @Test
  void messagesArriveAsTheyWereSent() throws Exception {
    JsonNode document = json("{\"dnsConfig\": {\"ttl\": 30}, \"path\": null}");
    List<FleetMessage> messages =
        List.of(
            new FleetMessage.Pulsed(pulse()),
            new FleetMessage.Applied(
                "us-1",
                List.of(
                    new EditMark("profile/shop", 1, "eu-1#ff", -5),
                    new EditMark("profile/gone", 2, "", 0))),
            asked(new Edit.Put("shop", document)),
            asked(new Edit.Patch("shop", document)),
            asked(new Edit.Delete("shop")),
            asked(new Edit.PutEndpoint("shop", "eu", document)),
            asked(new Edit.PatchEndpoint("shop", "eu", document)),
            asked(new Edit.DeleteEndpoint("shop", "eu")),
            asked(new Edit.Apply(List.of(document, document), true, false)),
            new FleetMessage.EditAnswered(
                "us-1",
                ID,
                EditOutcomes.toWire(
                    new ProfileActor.Refused(
                        new Problem(
                            422,
                            "invalid",
                            List.of(new Violation("dnsConfig.ttl", "-1", "must be 0 or more"))))),
                Set.of(),
                Set.of("eu-1", "us-1", "192.0.2.3:7355"),
                false),
            new FleetMessage.ProbeAsked("eu-1", -1, "shop", "eu"),
            new FleetMessage.ProbeAnswered("us-1", -1, "america", true, "passed", 12L),
            new FleetMessage.ProbeAnswered("us-1", -1, "america", null, "", null),
            new FleetMessage.ObservationsAsked("eu-1", 4, "shop", List.of("eu", "us")),
            new FleetMessage.ObservationsAnswered(
                "us-1",
                4,
                "shop",
                Map.of(
                    "eu", new FleetMessage.Observation(1_700_000_000_000L, "status 503", null),
                    "us", new FleetMessage.Observation(-1, "passed", 3L))));
    for (FleetMessage message : messages) {
      assertThat(there(message)).isEqualTo(message);
      assertThat(there(message).from()).isEqualTo(message.from());
    }
  }

  @Test
  void preconditionsThatWereNotMadeAreNotMadeThere() throws Exception {
    FleetMessage.EditAsked there = (FleetMessage.EditAsked) there(asked(new Edit.Delete("shop")));
    assertThat(there.preconditions().ifNoneMatch()).isNull();
  }

  @Test
  void whatAnEditWroteArrivesToTheByte() throws Exception {
    ProfileActor.Done done = new ProfileActor.Done(List.of(), true, bucket(3));
    FleetMessage.EditAnswered answer =
        new FleetMessage.EditAnswered(
            "us-1", ID, EditOutcomes.toWire(done), Set.of("us-1"), Set.of("us-1"), true);
    FleetMessage.EditAnswered there = (FleetMessage.EditAnswered) there(answer);
    assertThat(EditOutcomes.fromWire(there.outcome())).isEqualTo(done);
  }

  @Test
  void longMessagesAreCompressed() throws Exception {
    FleetMessage.EditAsked message =
        asked(new Edit.Put("shop", json("{\"path\": \"" + "/long".repeat(40_000) + "\"}")));
    byte[] bytes = serializer.toBinary(message);
    assertThat(bytes.length).isLessThan(20_000);
    assertThat(serializer.fromBinary(bytes, serializer.manifest(message))).isEqualTo(message);
  }

  @Test
  void whatIsReplicatedArrivesAsItIs() throws Exception {
    ConfigData config = ConfigData.of(bucket(5));
    ConfigData there =
        (ConfigData)
            serializer.fromBinary(serializer.toBinary(config), serializer.manifest(config));
    assertThat(there.bucket()).isEqualTo(config.bucket());
    VoteData votes =
        VoteData.of(
            VoteBlock.start(9)
                .with(List.of(new VoteBlock.Cast(-3, VoteWord.State.DOWN, 0, 1_700_000_000)))
                .block());
    VoteData votesThere =
        (VoteData) serializer.fromBinary(serializer.toBinary(votes), serializer.manifest(votes));
    assertThat(votesThere.block()).isEqualTo(votes.block());
  }

  /** Replicators compare digests of the bytes: where these differ they gossip for ever. */
  @Test
  void equalConfigurationIsEqualBytesWhateverTheWayToIt() {
    Seeds.forEach(
        50,
        random -> {
          Bucket all = bucket(6);
          ConfigData whole = ConfigData.of(all);
          ConfigData merged = ConfigData.EMPTY;
          List<String> keys = new java.util.ArrayList<>(all.entities().keySet());
          java.util.Collections.shuffle(keys, random);
          for (String key : keys) {
            Bucket one = Bucket.of(key, all.entity(key));
            merged =
                random.nextBoolean()
                    ? merged.changed(one)
                    : merged.mergeDeltaData(ConfigData.of(one));
            if (random.nextBoolean()) {
              merged = merged.mergeData(ConfigData.of(one));
            }
          }
          assertThat(serializer.toBinary(merged.resetDelta()))
              .isEqualTo(serializer.toBinary(whole));
        });
  }

  @Test
  void onlyWhatChangedGoesOutAsADelta() {
    Bucket one = bucket(1);
    ConfigData data = ConfigData.of(bucket(5)).changed(one);
    assertThat(data.deltaData().orElseThrow().bucket()).isEqualTo(one);
    assertThat(data.resetDelta().deltaData()).isEmpty();
    assertThat(data.mergeData(ConfigData.of(bucket(6))).deltaData())
        .as("what others wrote is theirs to send")
        .isEmpty();
  }

  @Test
  void fieldsOfANewerVersionArePassedOver() throws Exception {
    byte[] newer =
        """
        {"is": "probe", "from": "eu-1", "id": 5, "profile": "shop", "endpoint": "eu",
         "newer": {"a": [1]}}
        """
            .getBytes(StandardCharsets.UTF_8);
    assertThat(serializer.fromBinary(newer, "m"))
        .isEqualTo(new FleetMessage.ProbeAsked("eu-1", 5, "shop", "eu"));
  }

  @Test
  void fieldsOfANewerVersionWithinAPulseArePassedOver() throws Exception {
    String text =
        new String(serializer.toBinary(new FleetMessage.Pulsed(pulse())), StandardCharsets.UTF_8)
            .replace("\"address\"", "\"newer\":true,\"address\"")
            .replace("\"queriesPerSecond\"", "\"newer\":[],\"queriesPerSecond\"");
    assertThat(serializer.fromBinary(text.getBytes(StandardCharsets.UTF_8), "m"))
        .isEqualTo(new FleetMessage.Pulsed(pulse()));
  }

  private void assertRefused(byte[] bytes, String manifest) {
    assertThatThrownBy(() -> serializer.fromBinary(bytes, manifest))
        .as(manifest + " " + Arrays.toString(Arrays.copyOf(bytes, Math.min(bytes.length, 20))))
        .isInstanceOf(NotSerializableException.class);
  }

  @Test
  void messagesThatOnlyANewerVersionKnowsAreRefused() {
    assertRefused(new byte[0], "x");
    assertRefused("{\"is\": \"newer\", \"from\": \"eu-1\"}".getBytes(StandardCharsets.UTF_8), "m");
    assertRefused("{\"from\": \"eu-1\"}".getBytes(StandardCharsets.UTF_8), "m");
    assertRefused("null".getBytes(StandardCharsets.UTF_8), "m");
  }

  @Test
  void messagesThatLackWhatTheyNeedAreRefused() {
    assertRefused("{\"is\": \"pulse\"}".getBytes(StandardCharsets.UTF_8), "m");
    assertRefused("{\"is\": \"applied\"}".getBytes(StandardCharsets.UTF_8), "m");
    assertRefused("{\"is\": \"probe\", \"id\": 4}".getBytes(StandardCharsets.UTF_8), "m");
    byte[] edit = "\0{\"is\": \"edit\", \"from\": \"eu-1\"}".getBytes(StandardCharsets.UTF_8);
    assertRefused(edit, "z");
  }

  @Test
  void garbageIsRefusedAndNothingElseHappens() {
    Seeds.forEach(
        200,
        random -> {
          byte[] garbage = new byte[random.nextInt(64)];
          random.nextBytes(garbage);
          for (String manifest : List.of("m", "z")) {
            assertRefused(garbage, manifest);
          }
          for (String manifest : List.of("c", "v")) {
            try {
              serializer.fromBinary(garbage, manifest);
            } catch (NotSerializableException e) {
              assertThat(e).hasMessageContaining("cannot be read");
            }
          }
        });
  }

  @Test
  void truncatedMessagesAreRefused() {
    byte[] bytes =
        serializer.toBinary(
            asked(new Edit.Put("shop", json("{\"path\": \"" + "/long".repeat(40_000) + "\"}"))));
    assertRefused(Arrays.copyOf(bytes, bytes.length / 2), "z");
    byte[] config = serializer.toBinary(ConfigData.of(bucket(3)));
    assertRefused(Arrays.copyOf(config, config.length - 1), "c");
  }

  @Test
  void aMessageThatGrowsBeyondAllBoundsIsRefused() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(1);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
      byte[] spaces = new byte[1024 * 1024];
      Arrays.fill(spaces, (byte) ' ');
      for (int i = 0; i < 64; i++) {
        gzip.write(spaces);
      }
    }
    assertThatThrownBy(() -> serializer.fromBinary(bomb.toByteArray(), "z"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("longer than");
  }
}
