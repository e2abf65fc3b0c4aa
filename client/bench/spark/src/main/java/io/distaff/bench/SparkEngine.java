package io.distaff.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Spark: {@code SparkEngine DIRECTORY MASTER SETTING=VALUE...}. Each directory in it is a view of
 * its name.
 */
public final class SparkEngine {
  private SparkEngine() {}

  public static void main(String[] arguments) throws IOException {
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("benchmark")
            .master(arguments[1])
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.parquet.compression.codec", "zstd")
            .config("spark.log.level", "ERROR");
    for (int i = 2; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      builder.config(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }
    try (SparkSession session = builder.getOrCreate()) {
      System.err.println(session.sparkContext().applicationId());
      createViews(session, arguments[0]);
      StatementLoop.run(sql -> rows(session, sql));
    }
  }

  private static void createViews(SparkSession session, String directory) throws IOException {
    FileSystem files =
        FileSystem.get(URI.create(directory), session.sparkContext().hadoopConfiguration());
    for (FileStatus table : files.listStatus(new Path(directory))) {
      if (table.isDirectory()) {
        session
            .read()
            .parquet(table.getPath().toString())
            .createOrReplaceTempView(table.getPath().getName());
      }
    }
  }

  private static List<Object[]> rows(SparkSession session, String sql) {
    List<Object[]> rows = new ArrayList<>();
    for (Row row : session.sql(sql).collectAsList()) {
      Object[] values = new Object[row.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = row.get(i);
      }
      rows.add(values);
    }
    return rows;
  }
}
