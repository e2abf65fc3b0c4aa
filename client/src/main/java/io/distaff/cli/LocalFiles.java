package io.distaff.cli;

import io.distaff.submit.Submission.Linked;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks the local files that an option names. */
final class LocalFiles {
  private LocalFiles() {}

  /** A file that can be read, or a problem that names option and file. */
  static Path readable(String option, String text, Problems problems) {
    Path file = Path.of(text).toAbsolutePath().normalize();
    if (!Files.exists(file)) {
      problems.add(option + " " + text + ": no such file");
    } else if (Files.isDirectory(file)) {
      problems.add(option + " " + text + ": is a directory");
    } else if (!Files.isReadable(file)) {
      problems.add(option + " " + text + ": permission denied");
    }
    return file;
  }

  /** Files with the names they get in a container: {@code path} or {@code path#name}. */
  static List<Linked> linked(String option, List<String> items, Problems problems) {
    List<Linked> files = new ArrayList<>();
    for (String item : items) {
      int hash = item.lastIndexOf('#');
      Path file = readable(option, hash < 0 ? item : item.substring(0, hash), problems);
      files.add(
          new Linked(file, hash < 0 ? file.getFileName().toString() : item.substring(hash + 1)));
    }
    return files;
  }
}
