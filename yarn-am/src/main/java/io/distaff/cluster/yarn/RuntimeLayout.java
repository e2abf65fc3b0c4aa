package io.distaff.cluster.yarn;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the runtime archive holds.
 *
 * @param jars file names below {@code lib/}, in class path order: a class-data archive demands the
 *     order it was made with
 * @param archiveName the class-data archive's file name at the top of the runtime archive; null
 *     when there is none
 */
public record RuntimeLayout(List<String> jars, String archiveName) {
  public RuntimeLayout {
    jars = List.copyOf(jars);
  }

  public Optional<String> classDataArchive() {
    return Optional.ofNullable(archiveName);
  }

  /**
   * The class path relative to the directory in which {@code link} leads to the unpacked archive.
   */
  public String classPath(String link) {
    return jars.stream().map(jar -> link + "/lib/" + jar).collect(Collectors.joining(":"));
  }
}
