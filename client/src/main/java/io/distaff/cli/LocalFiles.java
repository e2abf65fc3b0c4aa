package io.distaff.cli;

import io.distaff.submit.Submission.Linked;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Checks the local files that an option names. */
final class LocalFiles {
  private static final List<String> ARCHIVE_ENDINGS =
      List.of(".zip", ".jar", ".tar", ".tar.gz", ".tgz");

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

  /** As {@link #linked}, of a kind that YARN unpacks; it goes by the end of their names. */
  static List<Linked> archives(CommandOption option, ParsedArguments given, Problems problems) {
    List<Linked> archives = linked(option, given, problems);
    for (Linked archive : archives) {
      String name = archive.file().getFileName().toString().toLowerCase(Locale.ROOT);
      if (ARCHIVE_ENDINGS.stream().noneMatch(name::endsWith)) {
        problems.add(
            "%s %s: not an archive; its name ends in none of %s"
                .formatted(option.dashed(), archive.file(), String.join(", ", ARCHIVE_ENDINGS)));
      }
    }
    return archives;
  }

  /** Files with the names they get in a container: {@code path} or {@code path#name}. */
  static List<Linked> linked(CommandOption option, ParsedArguments given, Problems problems) {
    List<Linked> files = new ArrayList<>();
    for (String item : given.items(option.key())) {
      int hash = item.lastIndexOf('#');
      Path file = readable(option.dashed(), hash < 0 ? item : item.substring(0, hash), problems);
      files.add(hash < 0 ? Linked.ofItsOwnName(file) : new Linked(file, item.substring(hash + 1)));
    }
    return files;
  }
}
