package io.waymark.protocol.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON Merge Patch, against the examples of RFC 7396. */
final class MergePatchTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":\"b\"}              | {\"a\":\"c\"}                         | {\"a\":\"c\"}",
        "{\"a\":\"b\"}              | {\"b\":\"c\"}                         |"
            + " {\"a\":\"b\",\"b\":\"c\"}",
        "{\"a\":\"b\"}              | {\"a\":null}                          | {}",
        "{\"a\":\"b\",\"b\":\"c\"}  | {\"a\":null}                          | {\"b\":\"c\"}",
        "{\"a\":[\"b\"]}            | {\"a\":\"c\"}                         | {\"a\":\"c\"}",
        "{\"a\":\"c\"}              | {\"a\":[\"b\"]}                       | {\"a\":[\"b\"]}",
        "{\"a\":{\"b\":\"c\"}}      | {\"a\":{\"b\":\"d\",\"c\":null}}      |"
            + " {\"a\":{\"b\":\"d\"}}",
        "{\"a\":[{\"b\":\"c\"}]}    | {\"a\":[1]}                           | {\"a\":[1]}",
        "[\"a\",\"b\"]              | [\"c\",\"d\"]                         | [\"c\",\"d\"]",
        "{\"a\":\"b\"}              | [\"c\"]                               | [\"c\"]",
        "{\"a\":\"foo\"}            | null                                  | null",
        "{\"a\":\"foo\"}            | \"bar\"                               | \"bar\"",
        "{\"e\":null}               | {\"a\":1}                             | {\"e\":null,\"a\":1}",
        "[1,2]                      | {\"a\":\"b\",\"c\":null}              | {\"a\":\"b\"}",
        "{}                         | {\"a\":{\"bb\":{\"ccc\":null}}}       | {\"a\":{\"bb\":{}}}",
      })
  void doesWhatAppendixASays(String document, String patch, String result) throws Exception {
    assertThat(MergePatch.apply(JSON.readTree(document), JSON.readTree(patch)))
        .isEqualTo(JSON.readTree(result));
  }

  @Test
  void doesWhatSection3Says() throws Exception {
    JsonNode document =
        JSON.readTree(
            """
            {"title": "Goodbye!", "author": {"givenName": "John", "familyName": "Doe"},
             "tags": ["example", "sample"], "content": "This will be unchanged"}
            """);
    JsonNode patch =
        JSON.readTree(
            """
            {"title": "Hello!", "phoneNumber": "+01-123-456-7890", "author": {"familyName": null},
             "tags": ["example"]}
            """);
    assertThat(MergePatch.apply(document, patch))
        .isEqualTo(
            JSON.readTree(
                """
                {"title": "Hello!", "author": {"givenName": "John"}, "tags": ["example"],
                 "content": "This will be unchanged", "phoneNumber": "+01-123-456-7890"}
                """));
  }

  @Test
  void leavesItsArgumentsAlone() throws Exception {
    JsonNode document = JSON.readTree("{\"a\":{\"b\":1}}");
    JsonNode patch = JSON.readTree("{\"a\":{\"b\":null,\"c\":2}}");
    MergePatch.apply(document, patch);
    assertThat(document).hasToString("{\"a\":{\"b\":1}}");
    assertThat(patch).hasToString("{\"a\":{\"b\":null,\"c\":2}}");
  }
}
