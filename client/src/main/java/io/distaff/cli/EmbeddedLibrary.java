package io.distaff.cli;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the embedded cluster's jars and files are. */
final class EmbeddedLibrary {
  /** The system property by which the launcher script says that it runs from a source checkout. */
  private static final String SOURCE_PROPERTY = "distaff.source";

  private EmbeddedLibrary() {}

  /** The jars of the embedded Hadoop; only a source checkout has them. */
  static Path directory(Console console) {
    String source = console.properties().get(SOURCE_PROPERTY);
    if (source == null) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION,
          "this distribution has no Hadoop daemons, so it can't start an embedded cluster: run this"
              + " command from a source checkout, or set HADOOP_CONF_DIR and use a cluster that is"
              + " there");
    }
    Path library = Path.of(source, "client", "embedded-cluster", "target", "lib");
    if (!Files.isDirectory(library)) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION,
          "the embedded cluster's jars are not built: there is no directory " + library);
    }
    return library;
  }

  /** Where a cluster's files are unless the user names a place. */
  static Path defaultClusterDirectory() {
    return Path.of(System.getProperty("user.home"), ".distaff", "cluster");
  }
}
