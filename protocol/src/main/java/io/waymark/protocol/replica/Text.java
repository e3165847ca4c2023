package io.waymark.protocol.replica;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text that has a UTF-8 form, so that equal bytes are equal text and the other way round. */
final class Text {
  private Text() {}

  /**
   * The text itself.
   *
   * @throws IllegalArgumentException when it holds a surrogate without its partner
   */
  static String checked(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        encode(text);
        return text;
      }
    }
    return text;
  }

  static byte[] encode(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] encoded = new byte[bytes.remaining()];
      bytes.get(encoded);
      return encoded;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("text with half a surrogate pair: " + text, e);
    }
  }

  static String decode(byte[] utf8) throws MalformedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("text that is not UTF-8", e);
    }
  }
}
