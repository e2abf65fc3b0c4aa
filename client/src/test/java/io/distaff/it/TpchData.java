package io.distaff.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;

/**
 * TPC-H tables at scale 0.1 on the cluster's HDFS, made by {@code distaff tpch} on YARN when a test
 * first asks for them. For tests that run one after the other.
 */
final class TpchData {
  static final List<String> TABLES =
      List.of("region", "nation", "supplier", "customer", "part", "partsupp", "orders", "lineitem");
  static final String SCALE = "0.1";
  private static final String DIRECTORY = "/tpch/sf" + SCALE;
  private static final Path QUERIES =
      Path.of("..", "yarn-am", "src", "main", "resources", "io", "distaff", "catalog", "tpch");

  private final Distaff distaff;
  private final FileSystem fileSystem;

  TpchData(Distaff distaff, FileSystem fileSystem) {
    this.distaff = distaff;
    this.fileSystem = fileSystem;
  }

  /** The files of the 22 queries, in order. */
  static List<Path> queries() {
    return IntStream.rangeClosed(1, 22)
        .mapToObj(number -> QUERIES.resolve("q%02d.sql".formatted(number)).toAbsolutePath())
        .toList();
  }

  /** The tables' directory on HDFS. */
  String onHdfs() {
    try {
      // lineitem is written last.
      String success = DIRECTORY + "/lineitem/_SUCCESS";
      if (!fileSystem.exists(new org.apache.hadoop.fs.Path(success))) {
        var unused =
            distaff
                .run("tpch", "--scale", SCALE, "--output", DIRECTORY, "--overwrite")
                .expectExit(0);
      }
      return DIRECTORY;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies the tables out of HDFS, by HDFS's own client. */
  void copyTo(Path directory) {
    try {
      for (String table : TABLES) {
        Path target = directory.resolve(table);
        Files.createDirectory(target);
        for (var file :
            fileSystem.globStatus(
                new org.apache.hadoop.fs.Path(onHdfs() + "/" + table + "/*.parquet"))) {
          fileSystem.copyToLocalFile(
              false, file.getPath(), new org.apache.hadoop.fs.Path(target.toUri()), true);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
