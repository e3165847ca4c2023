package io.waymark.protocol.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.protocol.profile.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The problem document of RFC 9457. */
final class ProblemTest {
  private static final Violation UNKNOWN =
      new Violation("wieght", "1", "is not a field", Violation.Kind.UNKNOWN_FIELD);
  private static final Violation RULE = new Violation("ttl", "-1", "must not be negative");
  private static final Violation TAKEN =
      new Violation("name", "a", "is taken", Violation.Kind.CONFLICT);

  @Test
  void listsEveryViolation() {
    assertThat(Problem.of(List.of(RULE, RULE)).toJson())
        .hasToString(
            "{\"type\":\"about:blank\",\"title\":\"Unprocessable Content\",\"status\":422,"
                + "\"detail\":\"2 things are wrong with the document\",\"violations\":["
                + "{\"path\":\"ttl\",\"value\":\"-1\",\"message\":\"must not be negative\"},"
                + "{\"path\":\"ttl\",\"value\":\"-1\",\"message\":\"must not be negative\"}]}");
  }

  @Test
  void saysTheOnlyViolationInItsDetail() {
    assertThat(Problem.of(List.of(RULE)).detail()).isEqualTo("ttl (-1) must not be negative");
  }

  @Test
  void isABadRequestOnceAFieldIsUnknown() {
    assertThat(Problem.of(List.of(RULE, TAKEN, UNKNOWN)).status()).isEqualTo(400);
  }

  @Test
  void isUnprocessableOnceARuleIsBroken() {
    assertThat(Problem.of(List.of(TAKEN, RULE)).status()).isEqualTo(422);
  }

  @Test
  void isAConflictWhenAllThatIsWrongIsTaken() {
    assertThat(Problem.of(List.of(TAKEN)).status()).isEqualTo(409);
  }

  @Test
  void hasNoViolationsWhereThereIsNoDocument() {
    assertThat(new Problem(404, "no profile shop").toJson())
        .hasToString(
            "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                + "\"detail\":\"no profile shop\"}");
  }

  @Test
  void canBeWrittenWhateverWasSent() throws Exception {
    Violation hostile = new Violation("x\ud800".repeat(300), "\udc00", "is not accepted");
    byte[] json = new ObjectMapper().writeValueAsBytes(Problem.of(List.of(hostile)).toJson());
    assertThat(json).hasSizeLessThan(1200);
  }
}
