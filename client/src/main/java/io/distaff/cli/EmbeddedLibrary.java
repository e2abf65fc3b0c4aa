package io.distaff.cli;

import java.nio.file.Path;

/** Where the embedded cluster's jars and files are. */
final class EmbeddedLibrary {
  private EmbeddedLibrary() {}

  /** The jars of the embedded Hadoop; only a source checkout has them. */
  static Path directory(Console console) {
    return SourceCheckout.of(
            console,
            "this distribution has no Hadoop daemons, so it can't start an embedded cluster: run"
                + " this command from a source checkout, or set HADOOP_CONF_DIR and use a cluster"
                + " that is there")
        .directory("client/embedded-cluster/target/lib", "mvn package");
  }

  /** Where a cluster's files are unless the user names a place. */
  static Path defaultClusterDirectory() {
    return Path.of(System.getProperty("user.home"), ".distaff", "cluster");
  }
}
