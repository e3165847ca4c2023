package io.waymark.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.protocol.net.IpAddress;
import io.waymark.protocol.net.Prefix;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A question that is explained over HTTP and asked over UDP.
 *
 * @param client whom it is for: the source's whole address, or what a client subnet tells
 * @param subnet whether a client subnet tells it
 */
record Asked(String name, int type, Prefix client, boolean subnet) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TRIES = 100;

  JsonNode explain(Contoso contoso) throws Exception {
    HttpResponse<String> response =
        contoso.running.http(
            "GET",
            "/v1/explain?name=%s&type=%s&client=%s"
                .formatted(
                    name,
                    Type.string(type),
                    URLEncoder.encode(client.address().toString(), StandardCharsets.UTF_8)),
            "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /** Asks between two explanations that rest on the same table, and compares. */
  JsonNode compare(Contoso contoso) throws Exception {
    for (int i = 0; i < TRIES; i++) {
      JsonNode before = explain(contoso);
      Message reply = ask(contoso);
      JsonNode after = explain(contoso);
      if (before.get("versions").equals(after.get("versions"))) {
        assertThat(after).isEqualTo(before);
        assertAnswers(reply, after);
        return after;
      }
    }
    throw new AssertionError("the answers never rest");
  }

  private Message ask(Contoso contoso) throws IOException {
    IpAddress address = client.address();
    return subnet
        ? DnsClient.exchange(
            contoso.dns(), DnsClient.query(name, type, address.toString(), client.length()))
        : DnsClient.exchange(address.toString(), contoso.dns(), DnsClient.query(name, type));
  }

  private void assertAnswers(Message reply, JsonNode told) {
    JsonNode answer = told.get("answer");
    assertThat(Rcode.string(reply.getRcode()))
        .as(told.toString())
        .isEqualTo(answer.get("rcode").asText());
    List<String> records = new ArrayList<>();
    answer.get("records").forEach(record -> records.add(record.asText()));
    assertThat(DnsClient.answer(reply)).as(told.toString()).isEqualTo(records);
    reply
        .getSection(Section.ANSWER)
        .forEach(record ->
            assertThat(record.getTTL()).as(told.toString()).isEqualTo(answer.get("ttl").asLong()));
    if (subnet) {
      ClientSubnetOption echoed =
          (ClientSubnetOption) reply.getOPT().getOptions(EDNSOption.Code.CLIENT_SUBNET).getFirst();
      assertThat(echoed.getSourcePrefixLength()).isEqualTo(client.length());
      assertThat(IpAddress.parse(echoed.getAddress().getHostAddress())).isEqualTo(client.address());
      assertThat(echoed.getScopePrefixLength())
          .as(told.toString())
          .isEqualTo(answer.get("scope").asInt());
    }
  }
}
