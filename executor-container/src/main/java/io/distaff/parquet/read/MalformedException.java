package io.distaff.parquet.read;

/**
 * Bytes that aren't what the format says; the message says what. Whoever knows the place (file, row
 * group, column, page) turns it into an INVALID_FILE.
 */
final class MalformedException extends Exception {
  MalformedException(String message) {
    super(message);
  }

  MalformedException(String message, Throwable cause) {
    super(message, cause);
  }
}
