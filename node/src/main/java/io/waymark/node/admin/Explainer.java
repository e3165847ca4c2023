package io.waymark.node.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.profile.Violation;
import java.util.concurrent.CompletionStage;

/** Says how a question would be answered and why, by the evaluator that answers it. */
public interface Explainer {
  /**
   * @param name a domain name, or a profile's name
   * @param type of the question, such as {@code A}
   * @param client the address to answer for
   */
  CompletionStage<Explanation> explain(String name, String type, IpAddress client);

  /** What came of it. */
  sealed interface Explanation {}

  /**
   * @param document question, answer, candidates, steps and versions
   */
  record Explained(ObjectNode document) implements Explanation {}

  /**
   * Nothing here has that name.
   *
   * @param detail what was looked for, for people
   */
  record NameNotFound(String detail) implements Explanation {}

  /**
   * An argument that makes no question.
   *
   * @param violation its path is the parameter's name
   */
  record BadArgument(Violation violation) implements Explanation {}
}
