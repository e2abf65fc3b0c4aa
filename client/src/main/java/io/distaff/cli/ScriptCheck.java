package io.distaff.cli;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.sql.SqlText;
import io.distaff.sql.StatementPaths;
import io.distaff.storage.FileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Looks for what is wrong with the statements of a script before a session is started for them: an
 * error of syntax, or a path that isn't there. Parsing begins at once on a thread of its own, for
 * it loads many classes while the command connects to the cluster; the rest is confined to the
 * caller's thread.
 */
final class ScriptCheck {
  private final List<SqlText> statements;
  private final FutureTask<List<StatementPaths>> parsed = new FutureTask<>(this::parse);

  private ScriptCheck(List<SqlText> statements) {
    this.statements = List.copyOf(statements);
  }

  /** Begins to parse. */
  static ScriptCheck start(List<SqlText> statements) {
    ScriptCheck check = new ScriptCheck(statements);
    Thread thread = new Thread(check.parsed, "script-check");
    thread.setDaemon(true);
    thread.start();
    return check;
  }

  private List<StatementPaths> parse() {
    List<StatementPaths> paths = new ArrayList<>();
    for (SqlText statement : statements) {
      try {
        paths.add(StatementPaths.of(statement));
      } catch (DistaffException e) {
        throw in(paths.size() + 1, e);
      }
    }
    return paths;
  }

  /**
   * Waits until all is parsed, and looks at each path that no earlier statement could have written.
   * Throws what is wrong with the first statement that has something wrong, as running it would.
   *
   * @param files that the statements will see
   * @param place where they will run
   */
  void finish(FileStore files, Place place) {
    List<String> written = new ArrayList<>();
    int number = 0;
    for (StatementPaths statement : parsed()) {
      number++;
      try {
        for (String path : statement.reads()) {
          expectReadable(path, written, files, place);
        }
        for (String path : statement.writes()) {
          written.add(files.qualify(path));
        }
      } catch (DistaffException e) {
        throw in(number, e);
      }
    }
  }

  /** Where statements run. */
  enum Place {
    THIS_PROCESS,
    CLUSTER
  }

  private static void expectReadable(
      String path, List<String> written, FileStore files, Place place) {
    String qualified = files.qualify(path);
    boolean mayBeWritten = written.stream().anyMatch(other -> overlap(qualified, other));
    // The local files of the cluster's nodes need not be those of this machine.
    boolean isElsewhere = place == Place.CLUSTER && qualified.startsWith("file:");
    if (!mayBeWritten && !isElsewhere) {
      expectSome(path, files);
    }
  }

  private static void expectSome(String path, FileStore files) {
    List<FileStore.Match> found = files.glob(path);
    if (found.isEmpty()) {
      throw new DistaffException(
          ErrorCode.PATH_NOT_FOUND,
          FileStore.isPattern(path)
              ? "no file or directory matches " + path
              : "path does not exist: " + path);
    }
    // Whether they can be read, too.
    for (FileStore.Match each : found) {
      var unused = files.subdirectories(each.path());
    }
  }

  private static boolean overlap(String a, String b) {
    String directoryA = a + "/";
    String directoryB = b + "/";
    return directoryA.startsWith(directoryB) || directoryB.startsWith(directoryA);
  }

  private DistaffException in(int number, DistaffException failure) {
    return statements.size() == 1
        ? failure
        : new DistaffException(
            failure.code(), "statement " + number + ": " + failure.getMessage(), failure);
  }

  private List<StatementPaths> parsed() {
    try {
      return parsed.get();
    } catch (ExecutionException e) {
      throw DistaffException.of(e.getCause(), ErrorCode.INTERNAL_ERROR);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DistaffException(ErrorCode.CANCELLED, "interrupted", e);
    }
  }
}
