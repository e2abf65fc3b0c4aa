package io.distaff.operator.generate;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.memory.MemoryReservation;
import io.distaff.metrics.Counter;
import io.distaff.operator.Operator;
import io.distaff.operator.OperatorContext;
import io.distaff.plan.PlanNode;
import io.distaff.plan.Split;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import io.distaff.vector.BytesVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.IntVector;
import io.distaff.vector.LongVector;
import io.distaff.vector.VectorBatch;
import io.trino.tpch.CustomerGenerator;
import io.trino.tpch.Distributions;
import io.trino.tpch.LineItemGenerator;
import io.trino.tpch.NationGenerator;
import io.trino.tpch.OrderGenerator;
import io.trino.tpch.PartGenerator;
import io.trino.tpch.PartSupplierGenerator;
import io.trino.tpch.RegionGenerator;
import io.trino.tpch.SupplierGenerator;
import io.trino.tpch.TextPool;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Generates rows of a TPC-H table: those of its splits, in batches of {@link
 * VectorBatch#TARGET_ROWS}. The library makes whole rows; only the columns wanted become vectors,
 * column by column.
 *
 * <p>Comments are cut from {@link TpchText}, which the first scan of a JVM that wants them makes:
 * about a second, and 10 MiB that stay. They belong to the engine's own memory, not to a task's.
 */
public final class TpchScanOperator implements Operator {
  private final Source<?> source;
  private final OperatorContext context;
  private final MemoryReservation memory;

  /**
   * @param splits of this scan; none = no rows
   */
  public TpchScanOperator(
      PlanNode.TpchScan scan, List<Split.TpchSplit> splits, OperatorContext context) {
    this.context = context;
    this.memory = context.memory().reservation(null);
    this.source =
        new Source<>(
            TpchTables.table(scan.table()), scan.schema(), scan.scaleFactor(), splits, memory);
  }

  @Override
  public VectorBatch next() {
    VectorBatch batch = source.next();
    if (batch != null) {
      context.metrics().add(Counter.ROWS_READ, batch.numRows());
    }
    return batch;
  }

  @Override
  public void close() {
    memory.close();
  }

  /** The rows of one table, whose class is {@code E}. */
  private static final class Source<E extends TpchEntity> {
    private final TpchTable<E> table;
    private final double scaleFactor;
    private final Iterator<Split.TpchSplit> splits;
    private final List<ColumnFiller<E>> fillers = new ArrayList<>();
    private final List<E> rows = new ArrayList<>(VectorBatch.TARGET_ROWS);
    private final TextPool text;
    private Iterator<E> generated = List.<E>of().iterator();

    Source(
        TpchTable<E> table,
        Schema schema,
        double scaleFactor,
        List<Split.TpchSplit> splits,
        MemoryReservation memory) {
      this.table = table;
      this.scaleFactor = scaleFactor;
      this.splits = splits.iterator();
      // Text is cut for comments alone.
      boolean hasText = schema.fields().stream().anyMatch(f -> f.name().endsWith("_comment"));
      this.text = hasText ? TpchText.full() : TpchText.none();
      for (Field field : schema.fields()) {
        fillers.add(new ColumnFiller<>(column(table, field.name()), memory));
      }
    }

    private static <E extends TpchEntity> TpchColumn<E> column(TpchTable<E> table, String name) {
      for (TpchColumn<E> column : table.getColumns()) {
        if (column.getColumnName().equals(name)) {
          return column;
        }
      }
      throw new DistaffException(
          ErrorCode.SEMANTIC_ERROR, "TPC-H's " + table.getTableName() + " has no column " + name);
    }

    /** As the table's own method, with our text. */
    @SuppressWarnings("unchecked") // the generator named after the table makes its rows
    private Iterable<E> generator(int part, int parts) {
      Distributions words = Distributions.getDefaultDistributions();
      return (Iterable<E>)
          switch (table.getTableName()) {
            case "region" -> part == 1 ? new RegionGenerator(words, text) : List.of();
            case "nation" -> part == 1 ? new NationGenerator(words, text) : List.of();
            case "supplier" -> new SupplierGenerator(scaleFactor, part, parts, words, text);
            case "customer" -> new CustomerGenerator(scaleFactor, part, parts, words, text);
            case "part" -> new PartGenerator(scaleFactor, part, parts, words, text);
            case "partsupp" -> new PartSupplierGenerator(scaleFactor, part, parts, text);
            case "orders" -> new OrderGenerator(scaleFactor, part, parts, words, text);
            case "lineitem" -> new LineItemGenerator(scaleFactor, part, parts, words, text);
            default -> throw new IllegalStateException(table.getTableName());
          };
    }

    /** The next batch, across the ends of splits; null at the end. */
    VectorBatch next() {
      rows.clear();
      while (rows.size() < VectorBatch.TARGET_ROWS) {
        if (generated.hasNext()) {
          rows.add(generated.next());
        } else if (splits.hasNext()) {
          Split.TpchSplit split = splits.next();
          // The library counts parts from 1.
          generated = generator(split.part() + 1, split.parts()).iterator();
        } else {
          break;
        }
      }
      if (rows.isEmpty()) {
        return null;
      }
      ColumnVector[] columns = new ColumnVector[fillers.size()];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = fillers.get(i).fill(rows);
      }
      return new VectorBatch(rows.size(), columns);
    }
  }

  /** Takes one column out of rows, into arrays that the next batch reuses. */
  private static final class ColumnFiller<E extends TpchEntity> {
    private static final int CAPACITY = VectorBatch.TARGET_ROWS;

    private final TpchColumn<E> column;
    private final DataType type;
    private final MemoryReservation memory;
    private int[] ints;
    private int[] lengths;
    private long[] longs;
    private byte[] text;

    ColumnFiller(TpchColumn<E> column, MemoryReservation memory) {
      this.column = column;
      this.type = TpchTables.type(column);
      this.memory = memory;
      switch (column.getType().getBase()) {
        case IDENTIFIER, DOUBLE -> {
          memory.add((long) CAPACITY * Long.BYTES);
          longs = new long[CAPACITY];
        }
        case INTEGER, DATE -> {
          memory.add((long) CAPACITY * Integer.BYTES);
          ints = new int[CAPACITY];
        }
        case VARCHAR -> {
          int bytes = CAPACITY * 16;
          memory.add(bytes + 2L * CAPACITY * Integer.BYTES);
          ints = new int[CAPACITY];
          lengths = new int[CAPACITY];
          text = new byte[bytes];
        }
      }
    }

    ColumnVector fill(List<E> rows) {
      return switch (column.getType().getBase()) {
        case IDENTIFIER -> identifiers(rows);
        case DOUBLE -> amounts(rows);
        case INTEGER -> integers(rows);
        case DATE -> dates(rows);
        case VARCHAR -> texts(rows);
      };
    }

    private ColumnVector identifiers(List<E> rows) {
      int count = rows.size();
      for (int i = 0; i < count; i++) {
        longs[i] = column.getIdentifier(rows.get(i));
      }
      return new LongVector(type, longs, null, count);
    }

    /** Amounts are whole cents divided by 100, so rounding gives the cents back exactly. */
    private ColumnVector amounts(List<E> rows) {
      int count = rows.size();
      for (int i = 0; i < count; i++) {
        longs[i] = Math.round(column.getDouble(rows.get(i)) * 100);
      }
      return new LongVector(type, longs, null, count);
    }

    private ColumnVector integers(List<E> rows) {
      int count = rows.size();
      for (int i = 0; i < count; i++) {
        ints[i] = column.getInteger(rows.get(i));
      }
      return new IntVector(type, ints, null, count);
    }

    private ColumnVector dates(List<E> rows) {
      int count = rows.size();
      for (int i = 0; i < count; i++) {
        ints[i] = column.getDate(rows.get(i));
      }
      return new IntVector(type, ints, null, count);
    }

    private ColumnVector texts(List<E> rows) {
      int count = rows.size();
      int end = 0;
      for (int i = 0; i < count; i++) {
        byte[] value = column.getString(rows.get(i)).getBytes(StandardCharsets.UTF_8);
        if (end + value.length > text.length) {
          growText(end + value.length);
        }
        System.arraycopy(value, 0, text, end, value.length);
        ints[i] = end;
        lengths[i] = value.length;
        end += value.length;
      }
      return new BytesVector(type, text, ints, lengths, null, count);
    }

    private void growText(int needed) {
      int capacity = Math.max(needed, text.length * 2);
      memory.add(capacity - text.length);
      text = Arrays.copyOf(text, capacity);
    }
  }
}
