package io.distaff.submit;

import io.distaff.config.DistaffConfig;
import io.distaff.driver.ApplicationSpec;
import java.nio.file.Path;
import java.util.List;

/**
 * A checked request to run something on YARN. Immutable.
 *
 * @param mainClass null in mode SESSION
 * @param jars local files: the program's jar first, then those of {@code --jars}
 * @param files local files that lie in the working directory of every container; {@code path#link}
 *     was split into a {@link Linked}
 * @param archives as files, unpacked
 * @param lastCheck run when all is in place, before the ResourceManager is asked; what it throws
 *     ends the submission
 */
public record Submission(
    ApplicationSpec.Mode mode,
    String name,
    String mainClass,
    List<Path> jars,
    List<Linked> files,
    List<Linked> archives,
    List<String> arguments,
    DistaffConfig config,
    Path hadoopConfiguration,
    Runnable lastCheck) {

  /** For a submission that needs no further check. */
  public static final Runnable NO_CHECK = () -> {};

  public Submission {
    jars = List.copyOf(jars);
    files = List.copyOf(files);
    archives = List.copyOf(archives);
    arguments = List.copyOf(arguments);
  }

  /** A local file and the name it gets in a container. */
  public record Linked(Path file, String link) {
    /** A file that keeps its name. */
    public static Linked ofItsOwnName(Path file) {
      return new Linked(file, file.getFileName().toString());
    }
  }
}
