package io.distaff.parquet.read;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.IOException;

/** The errors of files that can't be read. */
final class ReadFailures {
  private ReadFailures() {}

  static DistaffException of(String path, IOException cause) {
    String what =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new DistaffException(ErrorCode.READ_FAILED, "can't read " + path + ": " + what, cause);
  }
}
