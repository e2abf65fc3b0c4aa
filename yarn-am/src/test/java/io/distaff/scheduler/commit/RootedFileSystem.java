package io.distaff.scheduler.commit;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Files at {@code rooted:/path}, whose root directory is a local one. */
public final class RootedFileSystem extends SchemedFileSystem {
  private static final String DIRECTORY = "test.rooted.directory";

  private String directory;

  @Override
  public String getScheme() {
    return "rooted";
  }

  static Configuration configuration(java.nio.file.Path directory) {
    Configuration configuration = configuration("rooted", RootedFileSystem.class);
    configuration.set("fs.rooted.impl.disable.cache", "true");
    configuration.set(DIRECTORY, directory.toString());
    return configuration;
  }

  @Override
  public void initialize(URI uri, Configuration configuration) throws IOException {
    super.initialize(uri, configuration);
    directory = configuration.get(DIRECTORY);
  }

  @Override
  public File pathToFile(Path path) {
    return new File(directory, path.toUri().getPath());
  }
}
