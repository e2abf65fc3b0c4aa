package io.distaff.submit;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The installed distribution: {@code bin/ conf/ lib/} below one directory. Immutable.
 *
 * @param home the directory
 */
public record DistributionFiles(Path home) {
  /** The system property by which the launcher script says where the distribution is. */
  public static final String HOME_PROPERTY = "distaff.home";

  /** The distribution that this process was started from. */
  public static DistributionFiles ofThisProcess() {
    String home = System.getProperty(HOME_PROPERTY);
    if (home == null) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION,
          "the system property " + HOME_PROPERTY + " is not set: start Distaff with bin/distaff");
    }
    return new DistributionFiles(Path.of(home));
  }

  /** Every jar of the runtime, by name: the order of the class path. */
  public List<Path> jars() {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files.filter(file -> file.getFileName().toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION,
          "no lib directory in the distribution " + home + ": " + e.getMessage(),
          e);
    }
  }

  public Path defaultsFile() {
    return home.resolve("conf/distaff-defaults.conf");
  }
}
