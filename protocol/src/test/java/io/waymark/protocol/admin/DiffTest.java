package io.waymark.protocol.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.protocol.Seeds;
import io.waymark.protocol.profile.Profile;
import io.waymark.protocol.profile.ProfileDocument;
import io.waymark.protocol.profile.RandomProfiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The changes from one document to another. */
final class DiffTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static String diff(String from, String to) throws Exception {
    return Diff.toJson(Diff.between(JSON.readTree(from), JSON.readTree(to)))
        .toString()
        .replace('"', '\'');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1}         | {\"a\":1.0}        | []",
        "{\"a\":1}         | {\"a\":2}          | [{'path':'a','from':1,'to':2}]",
        "{\"a\":1}         | {\"b\":1}          |"
            + " [{'path':'a','from':1,'to':null},{'path':'b','from':null,'to':1}]",
        "{\"a\":{\"b\":1}} | {\"a\":{\"b\":2}}  | [{'path':'a.b','from':1,'to':2}]",
        "{\"a\":{\"b\":1}} | {\"a\":[]}         | [{'path':'a','from':{'b':1},'to':[]}]",
        "{\"a\":[1,2]}     | {\"a\":[1,3]}      | [{'path':'a','from':[1,2],'to':[1,3]}]",
        "1                 | 2                  | [{'path':'','from':1,'to':2}]",
      })
  void namesEveryFieldThatDiffers(String from, String to, String changes) throws Exception {
    assertThat(diff(from, to)).isEqualTo(changes);
  }

  @Test
  void findsThingsByNameWhereverTheyStand() throws Exception {
    assertThat(
            diff(
                "{\"endpoints\":[{\"name\":\"eu\",\"weight\":1},{\"name\":\"us\",\"weight\":2}]}",
                "{\"endpoints\":[{\"name\":\"ap\"},{\"name\":\"us\",\"weight\":3}]}"))
        .isEqualTo(
            "[{'path':'endpoints[eu]','from':{'name':'eu','weight':1},'to':null},"
                + "{'path':'endpoints[us].weight','from':2,'to':3},"
                + "{'path':'endpoints[ap]','from':null,'to':{'name':'ap'}}]");
  }

  @Test
  void comparesNamesWithoutCase() throws Exception {
    assertThat(diff("[{\"name\":\"eu\"}]", "[{\"name\":\"EU\"}]"))
        .isEqualTo("[{'path':'[eu].name','from':'eu','to':'EU'}]");
  }

  @Test
  void tellsAChangeOfOrderFromAChangeOfContent() throws Exception {
    assertThat(
            diff(
                "{\"endpoints\":[{\"name\":\"eu\"},{\"name\":\"us\"}]}",
                "{\"endpoints\":[{\"name\":\"us\"},{\"name\":\"eu\"}]}"))
        .isEqualTo("[{'path':'endpoints','from':['eu','us'],'to':['us','eu']}]");
  }

  @Test
  void listsAdditionsToAnEmptyArrayOneByOne() throws Exception {
    assertThat(diff("{\"endpoints\":[]}", "{\"endpoints\":[{\"name\":\"eu\"}]}"))
        .isEqualTo("[{'path':'endpoints[eu]','from':null,'to':{'name':'eu'}}]");
  }

  @Test
  void isEmptyForEqualProfilesOnly() {
    Seeds.forEach(
        300,
        random -> {
          Profile one = RandomProfiles.valid(random);
          Profile two = random.nextBoolean() ? one : RandomProfiles.valid(random);
          assertThat(
                  Diff.between(
                          ProfileDocument.print(one),
                          JSON.readTree(ProfileDocument.print(two).toString()))
                      .isEmpty())
              .isEqualTo(one.equals(two));
        });
  }
}
