package io.distaff.shuffle;

import io.distaff.ids.AttemptId;
import io.distaff.ids.QueryId;
import io.distaff.storage.LocalDisks;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outputs of this executor's map tasks, by the attempt that wrote them. The tasks of a query
 * append to a few files: as many as are written at a time, and one on each disk at least. So a
 * stage of very many tasks makes no more files than one of few, which a file system would take
 * longer to make, and to delete, than the tasks take to run. The room of an output that isn't
 * needed any more is free when its query ends.
 *
 * <p>Thread-safe by its monitor, which isn't held while files are made, written and deleted.
 */
public final class ShuffleFiles implements OutputHolder, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ShuffleFiles.class);

  private final LocalDisks disks;
  private final Map<QueryId, OfQuery> queries = new HashMap<>();

  /** What there is of a query. Guarded by the monitor. */
  private static final class OfQuery {
    final Map<AttemptId, ShuffleFile> outputs = new HashMap<>();
    final List<AppendedFile> files = new ArrayList<>();

    /** Those of them that nobody writes, the one that was written longest ago first. */
    final ArrayDeque<AppendedFile> idle = new ArrayDeque<>();

    int writers;

    boolean isEmpty() {
      return outputs.isEmpty() && writers == 0;
    }
  }

  public ShuffleFiles(LocalDisks disks) {
    this.disks = disks;
  }

  /**
   * Has an output written.
   *
   * @param writer appends it to the file that it is given
   */
  public ShuffleFile write(AttemptId attempt, Function<AppendedFile, ShuffleFile> writer) {
    QueryId id = attempt.task().stage().query();
    OfQuery query;
    AppendedFile file = null;
    synchronized (this) {
      query = queries.computeIfAbsent(id, none -> new OfQuery());
      query.writers++;
      if (query.files.size() >= disks.directories().size()) {
        file = query.idle.poll();
      }
    }
    ShuffleFile output = null;
    try {
      if (file == null) {
        file = AppendedFile.create(disks, "shuffle-" + id.number());
        synchronized (this) {
          query.files.add(file);
        }
      }
      output = writer.apply(file);
      return output;
    } finally {
      written(attempt, query, file, output);
    }
  }

  /**
   * @param output null when it couldn't be written: the file, whose disk may be full or broken,
   *     isn't used again then, and goes with the others of its query
   */
  private void written(AttemptId attempt, OfQuery query, AppendedFile file, ShuffleFile output) {
    synchronized (this) {
      query.writers--;
      if (output != null) {
        query.outputs.put(attempt, output);
        query.idle.add(file);
      }
    }
    deleteIfEmpty(attempt.task().stage().query(), query);
  }

  @Override
  public synchronized Optional<ShuffleFile> find(AttemptId attempt) {
    OfQuery query = queries.get(attempt.task().stage().query());
    return query == null ? Optional.empty() : Optional.ofNullable(query.outputs.get(attempt));
  }

  /** Deletes what a query has left; what is being written, afterwards. */
  public void release(QueryId id) {
    OfQuery query;
    synchronized (this) {
      query = queries.get(id);
      if (query != null) {
        query.outputs.clear();
      }
    }
    if (query != null) {
      deleteIfEmpty(id, query);
    }
  }

  /** Forgets what one attempt has left; the files go when nothing is left of their query. */
  public void release(AttemptId attempt) {
    QueryId id = attempt.task().stage().query();
    OfQuery query;
    synchronized (this) {
      query = queries.get(id);
      if (query != null) {
        query.outputs.remove(attempt);
      }
    }
    if (query != null) {
      deleteIfEmpty(id, query);
    }
  }

  private void deleteIfEmpty(QueryId id, OfQuery query) {
    synchronized (this) {
      if (!query.isEmpty() || !queries.remove(id, query)) {
        return;
      }
    }
    for (AppendedFile file : query.files) {
      try {
        file.delete();
      } catch (IOException e) {
        log.warn("{}: can't delete {}: {}", id, file.path(), e.toString());
      }
    }
  }

  /** Deletes everything. */
  @Override
  public void close() {
    Collection<QueryId> left;
    synchronized (this) {
      left = List.copyOf(queries.keySet());
    }
    left.forEach(this::release);
  }
}
