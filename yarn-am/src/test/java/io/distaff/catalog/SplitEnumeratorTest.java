package io.distaff.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.catalog.TableHandle.ParquetTable;
import io.distaff.catalog.TableHandle.TextTable;
import io.distaff.catalog.TableMetadata.FileMetadata;
import io.distaff.catalog.TableMetadata.RowGroup;
import io.distaff.concurrent.Clock;
import io.distaff.plan.FileFormat;
import io.distaff.plan.Split.ParquetSplit;
import io.distaff.plan.Split.TextSplit;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore.Block;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplitEnumeratorTest {
  private static final long MEGABYTE = 1 << 20;

  private final TpchFixture tpch = new TpchFixture(1);
  private final SplitEnumerator enumerator =
      new SplitEnumerator(new BlockHosts(SplitEnumeratorTest::blocks, Clock.system()), tpch);

  /** Each half of a file is elsewhere. */
  private static List<Block> blocks(FileInfo file) {
    return List.of(
        new Block(file.sizeBytes() / 2, List.of("first")),
        new Block(file.sizeBytes(), List.of("later")));
  }

  private static ParquetTable table(int files, int rowGroups, long rowGroupBytes) {
    return table(files, rowGroups, rowGroupBytes, false);
  }

  private static ParquetTable table(
      int files, int rowGroups, long rowGroupBytes, boolean areDivisible) {
    List<FileMetadata> metadata = new ArrayList<>();
    for (int f = 0; f < files; f++) {
      List<RowGroup> groups = new ArrayList<>();
      for (int i = 0; i < rowGroups; i++) {
        groups.add(
            new RowGroup(4 + i * rowGroupBytes, rowGroupBytes, 1000, areDivisible, Map.of()));
      }
      long size = 4 + rowGroups * rowGroupBytes + 500;
      metadata.add(new FileMetadata(new FileInfo("hdfs://nn/t/" + f, size, 7), groups));
    }
    return new ParquetTable("t", List.of("/t"), new TableMetadata(Schema.EMPTY, metadata));
  }

  @Test
  void packsRowGroupsUpToTheTarget() {
    List<SplitWithHosts> splits = enumerator.splits(table(1, 30, 32 * MEGABYTE), 1);
    assertThat(splits).hasSize(10);
    checkCover(splits, 4 + 30 * 32 * MEGABYTE + 500);
  }

  @Test
  void cutsSmallerWhenSlotsWouldBeIdle() {
    List<SplitWithHosts> splits = enumerator.splits(table(1, 8, 16 * MEGABYTE), 8);
    assertThat(splits).hasSize(8);
    checkCover(splits, 4 + 8 * 16 * MEGABYTE + 500);
  }

  @Test
  void cutsTextWhereItCanBeReadFromTheMiddle() {
    assertThat(textSplits("a.csv", Map.of(), 100)).hasSize(4);
    assertThat(textSplits("a.json", Map.of(), 1000)).hasSize(11);
    assertThat(textSplits("a.csv.gz", Map.of(), 100)).hasSize(1);
    assertThat(textSplits("a.csv", Map.of("multiLine", "true"), 100)).hasSize(1);
    assertThat(textSplits("a.csv", Map.of(), 0)).isEmpty();
  }

  /** The splits for four slots of a file of so many megabytes, which they cover. */
  private List<SplitWithHosts> textSplits(
      String name, Map<String, String> options, long megabytes) {
    FileInfo file = new FileInfo("hdfs://nn/" + name, megabytes * MEGABYTE, 7);
    FileFormat format = name.contains("json") ? FileFormat.JSON : FileFormat.CSV;
    List<SplitWithHosts> splits =
        enumerator.splits(
            new TextTable(
                "t",
                format,
                options,
                new TextMetadata(Schema.EMPTY, 0.01, List.of(new DataFile(file, Map.of())))),
            4);
    long expected = 0;
    for (SplitWithHosts split : splits) {
      TextSplit text = (TextSplit) split.split();
      assertThat(text.start()).isEqualTo(expected);
      assertThat(split.hosts())
          .containsExactly(
              text.start() + text.length() / 2 < file.sizeBytes() / 2 ? "first" : "later");
      expected += text.length();
    }
    assertThat(expected).isEqualTo(file.sizeBytes());
    return splits;
  }

  /** Every byte of the file is in exactly one split. */
  private static void checkCover(List<SplitWithHosts> splits, long size) {
    long expected = 0;
    for (SplitWithHosts split : splits) {
      ParquetSplit parquet = (ParquetSplit) split.split();
      assertThat(parquet.start()).isEqualTo(expected);
      assertThat(parquet.fileSizeBytes()).isEqualTo(size);
      expected += parquet.length();
    }
    assertThat(expected).isEqualTo(size);
  }

  @Test
  void dividesRowGroupsWhereSlotsWouldWaitForOthers() {
    List<SplitWithHosts> thirds = enumerator.splits(table(3, 1, 12 * MEGABYTE, true), 2);
    assertThat(thirds)
        .extracting(split -> Math.round(split.split().weightBytes() / (double) MEGABYTE))
        .containsExactly(9L, 3L, 6L, 6L, 3L, 9L);
    checkCover(thirds.subList(0, 2), 4 + 12 * MEGABYTE + 500);
    checkCover(thirds.subList(2, 4), 4 + 12 * MEGABYTE + 500);
    assertThat(enumerator.splits(table(1, 1, 512 * MEGABYTE, true), 16)).hasSize(32);
    assertThat(enumerator.splits(table(1, 1, 512 * MEGABYTE, true), 1)).hasSize(1);
  }

  @Test
  void leavesRowGroupsWholeThatSlotsShareEvenly() {
    assertThat(enumerator.splits(table(8, 1, 19 * MEGABYTE, true), 2)).hasSize(8);
    assertThat(enumerator.splits(table(2, 1, 15 * MEGABYTE, true), 2)).hasSize(2);
    assertThat(enumerator.splits(table(1, 2, 5 * MEGABYTE, true), 4)).hasSize(2);
  }

  /** Five row groups for two slots: the third is in two halves, the others end near enough. */
  @Test
  void endsSplitsAtRowGroupsThatAreNear() {
    List<SplitWithHosts> splits = enumerator.splits(table(1, 5, 10 * MEGABYTE, true), 2);
    assertThat(splits)
        .extracting(split -> Math.round(split.split().weightBytes() / (double) MEGABYTE))
        .containsExactly(10L, 15L, 15L, 10L);
    checkCover(splits, 4 + 5 * 10 * MEGABYTE + 500);
  }

  @Test
  void neverCutsARowGroupNorJoinsFiles() {
    assertThat(enumerator.splits(table(1, 1, 500 * MEGABYTE), 64)).hasSize(1);
    assertThat(enumerator.splits(table(5, 1, 1000), 2)).hasSize(5);
  }

  @Test
  void namesTheHostsOfEachSplit() {
    assertThat(enumerator.splits(table(1, 2, 50 * MEGABYTE), 2))
        .extracting(SplitWithHosts::hosts)
        .containsExactly(List.of("first"), List.of("later"));
  }

  @Test
  void dividesGeneratedTablesByTheirRows() {
    Catalog catalog = tpch.catalog();
    assertThat(enumerator.splits(catalog.tpch("sf1", "nation").orElseThrow(), 4)).hasSize(1);
    assertThat(enumerator.splits(catalog.tpch("sf1", "lineitem").orElseThrow(), 4)).hasSize(12);
    assertThat(enumerator.splits(catalog.tpch("sf100", "lineitem").orElseThrow(), 4)).hasSize(75);
    assertThat(enumerator.splits(catalog.tpch("sf0.05", "orders").orElseThrow(), 1)).hasSize(2);
    assertThat(enumerator.splits(catalog.tpch("sf1", "orders").orElseThrow(), 8)).hasSize(8);
  }
}
