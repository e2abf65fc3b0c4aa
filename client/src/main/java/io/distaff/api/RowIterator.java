package io.distaff.api;

import io.distaff.driver.StatementExecution;
import io.distaff.row.Row;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.Schema;
import io.distaff.types.StructType;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.Vectors;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The rows of a query, as they come: a result of any size in constant memory. Close it unless it
 * was read to its end; what the query hasn't done yet is then cancelled. Confined to one thread.
 */
public final class RowIterator implements Iterator<Row>, AutoCloseable {
  private final StatementExecution execution;
  private VectorBatch batch;
  private int position;
  private boolean ended;

  RowIterator(StatementExecution execution) {
    this.execution = execution;
  }

  public Schema schema() {
    return execution.schema();
  }

  /** Waits for a row or the end. Throws what the query failed of. */
  @Override
  public boolean hasNext() {
    while (!ended && (batch == null || position == batch.numSelected())) {
      batch = execution.next();
      position = 0;
      if (batch == null) {
        close();
      }
    }
    return !ended;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the result has no more rows");
    }
    int row = batch.selectedRow(position++);
    Object[] values = new Object[schema().size()];
    for (int column = 0; column < values.length; column++) {
      values[column] = value(batch.column(column), row);
    }
    return Row.of(schema(), values);
  }

  /** The value in the class that {@link Row} has for its type. */
  private static Object value(ColumnVector vector, int row) {
    return value(vector.type(), Vectors.value(vector, row));
  }

  private static Object value(DataType type, Object value) {
    if (value == null) {
      return null;
    }
    return switch (type.kind()) {
      case NULL, BOOLEAN, BIGINT, DOUBLE, DECIMAL, STRING, BINARY -> value;
      case TINYINT -> ((Long) value).byteValue();
      case SMALLINT -> ((Long) value).shortValue();
      case INT -> ((Long) value).intValue();
      case FLOAT -> ((Double) value).floatValue();
      case DATE -> LocalDate.ofEpochDay((Long) value);
      case TIMESTAMP -> instant((Long) value);
      case TIMESTAMP_LOCAL -> LocalDateTime.ofInstant(instant((Long) value), ZoneOffset.UTC);
      case ARRAY -> {
        List<Object> elements = new ArrayList<>();
        ((List<?>) value).forEach(e -> elements.add(value(((ArrayType) type).element(), e)));
        yield Collections.unmodifiableList(elements);
      }
      case MAP -> {
        MapType map = (MapType) type;
        Map<Object, Object> entries = new LinkedHashMap<>();
        ((Map<?, ?>) value)
            .forEach((k, v) -> entries.put(value(map.key(), k), value(map.value(), v)));
        yield Collections.unmodifiableMap(entries);
      }
      case STRUCT -> {
        StructType struct = (StructType) type;
        Object[] members = ((List<?>) value).toArray();
        for (int m = 0; m < members.length; m++) {
          members[m] = value(struct.member(m).type(), members[m]);
        }
        yield Row.of(Row.schemaOf(struct), members);
      }
    };
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  @Override
  public void close() {
    ended = true;
    batch = null;
    execution.close();
  }
}
