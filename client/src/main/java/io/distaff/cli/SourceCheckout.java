package io.distaff.cli;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The source checkout that {@code bin/distaff} runs from, which has what a distribution has not: an
 * embedded Hadoop, and other engines to measure.
 */
record SourceCheckout(Path root) {
  /** The system property by which the launcher script says that it runs from a source checkout. */
  private static final String PROPERTY = "distaff.source";

  static Optional<SourceCheckout> find(Console console) {
    return Optional.ofNullable(console.properties().get(PROPERTY))
        .map(root -> new SourceCheckout(Path.of(root)));
  }

  /**
   * The checkout.
   *
   * @param message of the error where there is none: what is missing, and what to do
   */
  static SourceCheckout of(Console console, String message) {
    return find(console)
        .orElseThrow(() -> new DistaffException(ErrorCode.INVALID_CONFIGURATION, message));
  }

  /**
   * A directory that the build makes.
   *
   * @param build the command that makes it
   */
  Path directory(String path, String build) {
    Path directory = root.resolve(path);
    if (!Files.isDirectory(directory)) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION,
          "there is no directory " + directory + ": " + build + " makes it");
    }
    return directory;
  }
}
