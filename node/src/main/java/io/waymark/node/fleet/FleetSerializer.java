package io.waymark.node.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.waymark.protocol.replica.BucketCodec;
import io.waymark.protocol.replica.MalformedException;
import io.waymark.protocol.replica.VoteCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Everything of ours that nodes exchange, as bytes. What is replicated is written canonically,
 * because replicators compare digests of it; what is said once is JSON, compressed where it is
 * long.
 *
 * <p>What cannot be read is dropped and logged; the connection stays.
 */
public final class FleetSerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 7355;
  private static final String CONFIG = "c";
  private static final String VOTES = "v";
  private static final String MESSAGE = "m";
  private static final String LONG_MESSAGE = "z";
  private static final int COMPRESSED_FROM = 16 * 1024;

  /** No message is longer than this once it is decompressed. */
  private static final int MESSAGE_MAX = 32 * 1024 * 1024;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object object) {
    return switch (object) {
      case ConfigData _ -> CONFIG;
      case VoteData _ -> VOTES;
      case FleetMessage message -> message.heavy() ? LONG_MESSAGE : MESSAGE;
      default -> throw new IllegalArgumentException("not ours: " + object.getClass());
    };
  }

  @Override
  public byte[] toBinary(Object object) {
    return switch (object) {
      case ConfigData data -> BucketCodec.encode(data.bucket());
      case VoteData data -> VoteCodec.encode(data.block());
      case FleetMessage message -> message.heavy() ? compressed(json(message)) : json(message);
      default -> throw new IllegalArgumentException("not ours: " + object.getClass());
    };
  }

  private static byte[] json(FleetMessage message) {
    try {
      return JSON.writerFor(FleetMessage.class).writeValueAsBytes(message);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written: " + message, e);
    }
  }

  /** A first byte says whether the rest is compressed. */
  private static byte[] compressed(byte[] json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean compress = json.length >= COMPRESSED_FROM;
    bytes.write(compress ? 1 : 0);
    if (!compress) {
      bytes.writeBytes(json);
      return bytes.toByteArray();
    }
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(json);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      return switch (manifest) {
        case CONFIG -> ConfigData.of(BucketCodec.decode(bytes));
        case VOTES -> VoteData.of(VoteCodec.decode(bytes));
        case MESSAGE -> JSON.readValue(bytes, FleetMessage.class);
        case LONG_MESSAGE -> JSON.readValue(decompressed(bytes), FleetMessage.class);
        default -> throw new NotSerializableException("unknown manifest " + manifest);
      };
    } catch (MalformedException | IOException | RuntimeException e) {
      // Any other exception would tear the connection down.
      throw new NotSerializableException(manifest + " cannot be read: " + e);
    }
  }

  private static byte[] decompressed(byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      throw new IOException("empty");
    }
    if (bytes[0] == 0) {
      return Arrays.copyOfRange(bytes, 1, bytes.length);
    }
    try (GZIPInputStream gzip =
        new GZIPInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1))) {
      byte[] json = gzip.readNBytes(MESSAGE_MAX + 1);
      if (json.length > MESSAGE_MAX) {
        throw new IOException("longer than " + MESSAGE_MAX + " bytes");
      }
      return json;
    }
  }
}
