package io.waymark.node.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The store could not do what was asked; the message names the file and says what to do. */
public class StoreException extends RuntimeException {
  StoreException(String message) {
    super(message);
  }

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A failure that later operations meet again. */
  StoreException(StoreException earlier) {
    super(earlier.getMessage(), earlier);
  }

  /** Too much is waiting to be written; the same write may succeed a moment later. */
  public static final class Busy extends StoreException {
    Busy(String message) {
      super(message);
    }
  }

  /** What the operating system had against it, in words. */
  static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
