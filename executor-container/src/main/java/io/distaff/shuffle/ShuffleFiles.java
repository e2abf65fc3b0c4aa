package io.distaff.shuffle;

import io.distaff.ids.AttemptId;
import io.distaff.ids.QueryId;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shuffle files of this executor, by the attempt that wrote them. Thread-safe. */
public final class ShuffleFiles implements OutputHolder, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ShuffleFiles.class);

  private final Map<AttemptId, ShuffleFile> files = new ConcurrentHashMap<>();

  public void add(AttemptId attempt, ShuffleFile file) {
    files.put(attempt, file);
  }

  @Override
  public Optional<ShuffleFile> find(AttemptId attempt) {
    return Optional.ofNullable(files.get(attempt));
  }

  /** Deletes what a query has left. */
  public void release(QueryId query) {
    files.forEach(
        (attempt, file) -> {
          if (attempt.task().stage().query().equals(query)) {
            delete(attempt, file);
          }
        });
  }

  /** Deletes what one attempt has left. */
  public void release(AttemptId attempt) {
    ShuffleFile file = files.get(attempt);
    if (file != null) {
      delete(attempt, file);
    }
  }

  private void delete(AttemptId attempt, ShuffleFile file) {
    if (files.remove(attempt, file)) {
      try {
        file.delete();
      } catch (IOException e) {
        log.warn("{}: can't delete {}: {}", attempt, file.data(), e.toString());
      }
    }
  }

  /** Deletes everything. */
  @Override
  public void close() {
    files.forEach(this::delete);
  }
}
