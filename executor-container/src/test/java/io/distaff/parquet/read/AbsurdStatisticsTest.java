package io.distaff.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.metrics.TaskMetrics;
import io.distaff.parquet.write.ParquetFooters;
import io.distaff.plan.Split.ParquetSplit;
import io.distaff.types.DataType;
import io.distaff.types.Schema;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statistics in footers that can't be, or don't say all, rule no row out. */
class AbsurdStatisticsTest {
  private static final int ROWS = 400;
  private static final long MEMORY_BYTES = 1L << 26;

  @TempDir Path directory;
  private Path file;

  /** What is done to the statistics of each column chunk. */
  private enum Spoiling {
    BOUNDS_SWAPPED {
      @Override
      void spoil(Statistics statistics, ColumnMetaData chunk) {
        byte[] min = statistics.getMin_value();
        statistics.setMin_value(statistics.getMax_value());
        statistics.setMax_value(min);
      }
    },
    ONLY_NULLS_DESPITE_BOUNDS {
      @Override
      void spoil(Statistics statistics, ColumnMetaData chunk) {
        statistics.setNull_count(chunk.num_values);
      }
    },
    MORE_NULLS_THAN_VALUES {
      @Override
      void spoil(Statistics statistics, ColumnMetaData chunk) {
        statistics.setNull_count(chunk.num_values + 1);
      }
    },
    LESS_THAN_NO_NULLS {
      @Override
      void spoil(Statistics statistics, ColumnMetaData chunk) {
        statistics.setNull_count(-1);
      }
    },
    NO_NULL_COUNT {
      @Override
      void spoil(Statistics statistics, ColumnMetaData chunk) {
        statistics.unsetNull_count();
      }
    },
    NO_LOWER_BOUND {
      @Override
      void spoil(Statistics statistics, ColumnMetaData chunk) {
        statistics.setMin_value((byte[]) null);
      }
    },
    NO_UPPER_BOUND {
      @Override
      void spoil(Statistics statistics, ColumnMetaData chunk) {
        statistics.setMax_value((byte[]) null);
      }
    },
    BOUNDS_OF_NO_BYTES {
      @Override
      void spoil(Statistics statistics, ColumnMetaData chunk) {
        statistics.setMin_value(new byte[0]);
        statistics.setMax_value(new byte[0]);
      }
    },
    BOUNDS_OF_THREE_BYTES {
      @Override
      void spoil(Statistics statistics, ColumnMetaData chunk) {
        statistics.setMin_value(new byte[] {-1, -1, -1});
        statistics.setMax_value(new byte[] {-1, -1, -1});
      }
    };

    abstract void spoil(Statistics statistics, ColumnMetaData chunk);
  }

  @BeforeEach
  void write() throws Exception {
    file = directory.resolve("file.parquet");
    ParquetScans.duckDb(
        "COPY (SELECT CAST(i AS int) AS a, CAST(i * 7 AS bigint) AS b, CAST(i % 90 AS double) / 4"
            + " AS c, CAST(i AS decimal(8, 2)) AS d, CAST(i AS decimal(30, 2)) AS e, 'k' || i AS f,"
            + " DATE '2020-01-01' + CAST(i AS int) AS g, CASE WHEN i % 5 > 0 THEN i END AS h, i % 3"
            + " = 0 AS k FROM range(100, 500) AS t(i)) TO '"
            + file
            + "' (FORMAT parquet)");
  }

  @ParameterizedTest
  @EnumSource(Spoiling.class)
  void noRowIsLost(Spoiling spoiling) throws Exception {
    // Nothing but a bound that isn't there can be expected to be noticed in text.
    boolean ofText =
        spoiling != Spoiling.BOUNDS_OF_NO_BYTES && spoiling != Spoiling.BOUNDS_OF_THREE_BYTES;
    Schema schema = ParquetScans.footer(file).schema();
    List<List<Object>> rows = ParquetScans.read(file);
    assertThat(rows).hasSize(ROWS);
    spoil(spoiling);
    for (int c = 0; c < schema.size(); c++) {
      if (ofText || schema.type(c) != DataType.STRING) {
        for (Expression predicate : predicates(new InputRef(c, schema.type(c)))) {
          check(schema, predicate);
        }
      }
    }
  }

  private static List<Expression> predicates(InputRef column) {
    List<Expression> predicates = new ArrayList<>();
    for (String test : List.of(FunctionNames.IS_NULL, FunctionNames.IS_NOT_NULL)) {
      predicates.add(new Call(test, DataType.BOOLEAN, column));
    }
    for (String function :
        List.of(
            FunctionNames.EQUAL,
            FunctionNames.NOT_EQUAL,
            FunctionNames.LESS,
            FunctionNames.LESS_OR_EQUAL,
            FunctionNames.GREATER,
            FunctionNames.GREATER_OR_EQUAL,
            FunctionNames.IN,
            FunctionNames.IS_NOT_DISTINCT)) {
      predicates.add(new Call(function, DataType.BOOLEAN, column, literal(column.type())));
    }
    return predicates;
  }

  private static Literal literal(DataType type) {
    return switch (type.kind()) {
      case DOUBLE -> Literal.of(type, 11.5);
      case DECIMAL -> Literal.of(type, new BigDecimal("250.00"));
      case STRING -> Literal.of(type, "k250");
      case DATE -> Literal.of(type, 18262L + 250);
      case BOOLEAN -> Literal.of(type, true);
      default -> Literal.of(type, 252L);
    };
  }

  private void check(Schema schema, Expression predicate) throws Exception {
    List<ParquetSplit> splits = List.of(ParquetScans.whole(file));
    assertThat(ParquetScans.read(splits, schema, predicate, new TaskMetrics(), MEMORY_BYTES))
        .as(predicate.toString())
        .isEqualTo(ParquetScans.filtered(splits, schema, predicate));
  }

  private void spoil(Spoiling spoiling) throws Exception {
    FileMetaData footer = ParquetFooters.read(file);
    for (RowGroup group : footer.row_groups) {
      group.columns.forEach(chunk -> spoiling.spoil(chunk.meta_data.statistics, chunk.meta_data));
    }
    byte[] bytes = Files.readAllBytes(file);
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(Arrays.copyOf(bytes, bytes.length - 8 - length));
    int start = changed.size();
    Util.writeFileMetaData(footer, changed);
    int newLength = changed.size() - start;
    changed.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(newLength).array());
    changed.write("PAR1".getBytes(StandardCharsets.US_ASCII));
    Files.write(file, changed.toByteArray());
  }
}
