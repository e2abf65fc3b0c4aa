package io.distaff.operator.aggregation;

import io.distaff.KernelBenchmark;
import io.distaff.types.DataType;
import io.distaff.vector.BenchmarkColumns;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/** Numbering groups by their keys. */
public class GroupTableBenchmark extends KernelBenchmark {
  private static final int MILLIONS_OF_ROWS = 732 * ROWS;
  private static final int MANY_GROUPS = 1_500_000;
  private static final String[] FLAGS = {"A", "N", "R"};

  private final int[] groups = new int[ROWS];
  private VectorBatch fewLongs;
  private VectorBatch fewTexts;
  private VectorBatch fewIds;
  private GroupTable tableOfLongs;
  private GroupTable tableOfTexts;
  private GroupTable tableOfDictionaries;
  private DictionaryGroups dictionaryGroups;
  private final VectorBatch[] inOrder = new VectorBatch[MILLIONS_OF_ROWS / ROWS];
  private final VectorBatch[] inNoOrder = new VectorBatch[MILLIONS_OF_ROWS / ROWS];

  @Setup
  public void prepare() {
    BenchmarkColumns columns = new BenchmarkColumns();
    fewLongs = new VectorBatch(ROWS, columns.longs(DataType.BIGINT, 4, 0));
    fewTexts = new VectorBatch(ROWS, columns.words(0, FLAGS), columns.words(0, FLAGS));
    BytesVector entries = new BenchmarkColumns(3).words(0, FLAGS);
    ColumnVector ids = columns.dictionary(entries, 3, 0);
    fewIds = new VectorBatch(ROWS, ids, columns.dictionary(entries, 3, 0));
    tableOfLongs = GroupTable.of(List.of(DataType.BIGINT), new int[] {0});
    tableOfTexts = GroupTable.of(List.of(DataType.STRING, DataType.STRING), new int[] {0, 1});
    tableOfDictionaries =
        GroupTable.of(List.of(DataType.STRING, DataType.STRING), new int[] {0, 1});
    dictionaryGroups = new DictionaryGroups(new int[] {0, 1});
    learnDictionaryGroups();
    SplittableRandom random = new SplittableRandom(7);
    fill(inOrder, row -> row / 2);
    fill(inNoOrder, row -> random.nextInt(MANY_GROUPS));
  }

  private void learnDictionaryGroups() {
    if (!dictionaryGroups.applies(fewIds)) {
      throw new IllegalStateException("the keys are no longer looked up by their ids");
    }
    VectorBatch unknown = dictionaryGroups.find(fewIds, groups);
    int[] added = new int[unknown.numSelected()];
    tableOfDictionaries.assign(unknown, added);
    dictionaryGroups.learn(added, added.length, groups, ROWS);
  }

  private static void fill(VectorBatch[] batches, IntToLongFunction keyOfRow) {
    for (int b = 0; b < batches.length; b++) {
      long[] keys = new long[ROWS];
      for (int i = 0; i < ROWS; i++) {
        keys[i] = keyOfRow.applyAsLong(b * ROWS + i);
      }
      batches[b] = new VectorBatch(ROWS, new LongVector(DataType.BIGINT, keys, null, ROWS));
    }
  }

  @Benchmark
  public int[] fewLongs() {
    tableOfLongs.assign(fewLongs, groups);
    return groups;
  }

  @Benchmark
  public int[] fewPairsOfTexts() {
    tableOfTexts.assign(fewTexts, groups);
    return groups;
  }

  /** The same without an index by ids: only entries are hashed. */
  @Benchmark
  public int[] fewPairsOfDictionaries() {
    tableOfDictionaries.assign(fewIds, groups);
    return groups;
  }

  @Benchmark
  public VectorBatch fewPairsOfDictionariesByIndex() {
    return dictionaryGroups.applies(fewIds) ? dictionaryGroups.find(fewIds, groups) : fewIds;
  }

  /** 1.5 million groups of two rows, one behind the other: the table grows all the way. */
  @Benchmark
  @OperationsPerInvocation(MILLIONS_OF_ROWS)
  public GroupTable manyLongsInOrder() {
    return assignAll(inOrder);
  }

  @Benchmark
  @OperationsPerInvocation(MILLIONS_OF_ROWS)
  public GroupTable manyLongsInNoOrder() {
    return assignAll(inNoOrder);
  }

  private GroupTable assignAll(VectorBatch[] batches) {
    GroupTable table = GroupTable.of(List.of(DataType.BIGINT), new int[] {0});
    for (VectorBatch batch : batches) {
      table.assign(batch, groups);
    }
    return table;
  }
}
