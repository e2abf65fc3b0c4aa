package io.distaff.task;

import io.distaff.ids.AttemptId;
import io.distaff.operator.KeySummarizer;
import io.distaff.rpc.TaskProduct;
import io.distaff.shuffle.ShuffleFile;
import io.distaff.shuffle.ShuffleFiles;
import io.distaff.shuffle.ShuffleWriter;
import io.distaff.vector.VectorBatch;
import java.util.List;
import java.util.Optional;

/** Leaves rows in a shuffle file; of a result that is small enough, gives the rows themselves. */
final class ShuffleTaskSink implements TaskSink {
  /** A result up to this size travels with the task's status. */
  static final int INLINE_BYTES = 256 << 10;

  private final ShuffleWriter writer;
  private final ShuffleFiles files;
  private final AttemptId attempt;
  private final List<KeySummarizer> keys;
  private final int inlineBytes;

  /**
   * @param keys summarise the rows, for the task's status
   * @param inlineBytes up to which the rows travel with the status; 0 = never
   */
  ShuffleTaskSink(
      ShuffleWriter writer,
      ShuffleFiles files,
      AttemptId attempt,
      List<KeySummarizer> keys,
      int inlineBytes) {
    this.writer = writer;
    this.files = files;
    this.attempt = attempt;
    this.keys = List.copyOf(keys);
    this.inlineBytes = inlineBytes;
  }

  @Override
  public void write(VectorBatch batch) {
    for (KeySummarizer key : keys) {
      key.add(batch);
    }
    writer.write(batch);
  }

  @Override
  public TaskProduct finish() {
    long[] rows = writer.partitionRows();
    if (inlineBytes > 0) {
      Optional<byte[]> inline = writer.finishInline(inlineBytes);
      if (inline.isPresent()) {
        return new TaskProduct.InlineRows(inline.get(), rows[0]);
      }
    }
    ShuffleFile file = files.write(attempt, writer::finish);
    long[] bytes = new long[file.numPartitions()];
    for (int p = 0; p < bytes.length; p++) {
      bytes[p] = file.partBytes(p);
    }
    return new TaskProduct.ShuffleFile(
        file.data().toString(), bytes, rows, keys.stream().map(KeySummarizer::summary).toList());
  }

  @Override
  public void close() {
    writer.close();
  }
}
