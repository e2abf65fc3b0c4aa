package io.distaff.executor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Says whether this JVM uses the class-data archive that it was given. A JVM that refuses one
 * (built by another JVM, for another class path, from jars of other times) starts all the same,
 * only more slowly, and there is no way to ask it why but its own log of {@code cds} and {@code
 * class+path}, which the command that starts a container sends to a file. Understands the logs of
 * the JDKs 17 to 25; a dynamic archive, on top of the JDK's own.
 */
public final class ClassDataReport {
  /** The system property that names the JVM's log; not set when there is no archive. */
  public static final String LOG_PROPERTY = "distaff.classData.log";

  /** Lines by which a JVM says why: a few words, without which the line is about something else. */
  private static final Pattern REASON =
      Pattern.compile(
          "not the one used|mismatch|does not match|wrong version|file version|not found"
              + "|Unable to|Not a valid|different version|modified|non-existent|failed",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern DECORATIONS = Pattern.compile("^(?:\\[[^\\]]*\\])+\\s*");
  private static final int REASONS_SHOWN = 3;

  /** Some name the whole class path. */
  private static final int REASON_CHARS = 160;

  private ClassDataReport() {}

  /** One line for the log. */
  public static String ofThisProcess() {
    String log = System.getProperty(LOG_PROPERTY);
    if (log == null) {
      return "no class-data archive: the runtime came without one";
    }
    try {
      return of(Files.readAllLines(Path.of(log)));
    } catch (IOException e) {
      return "unknown whether the class-data archive is in use: can't read " + e.getMessage();
    }
  }

  /** What the lines of a JVM's log say. */
  static String of(List<String> log) {
    boolean mapped = log.stream().anyMatch(line -> line.contains("Mapped dynamic"));
    List<String> reasons =
        log.stream()
            .filter(line -> REASON.matcher(line).find())
            .map(line -> DECORATIONS.matcher(line).replaceFirst(""))
            .map(line -> line.substring(0, Math.min(REASON_CHARS, line.length())))
            .distinct()
            .limit(REASONS_SHOWN)
            .toList();
    boolean refused = log.stream().anyMatch(line -> line.contains("archive failed to load"));
    if (mapped && !refused) {
      return "the class-data archive is in use";
    }
    return "the class-data archive is not in use; classes load more slowly: "
        + (reasons.isEmpty() ? "the JVM doesn't say why" : String.join("; ", reasons));
  }
}
