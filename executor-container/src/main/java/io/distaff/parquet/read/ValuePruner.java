package io.distaff.parquet.read;

import io.distaff.error.DistaffException;
import io.distaff.eval.ExpressionCompiler;
import io.distaff.eval.Predicate;
import io.distaff.expression.Call;
import io.distaff.expression.Expression;
import io.distaff.expression.FunctionNames;
import io.distaff.expression.InputRef;
import io.distaff.expression.Literal;
import io.distaff.memory.ReservedArrays;
import io.distaff.metrics.TaskMetrics;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.VectorBatch;
import io.distaff.vector.large.LargeValues;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Tells from the values that a row group has, rather than from their bounds, that a predicate is
 * true for none of its rows: from the dictionaries of columns of which all pages are
 * dictionary-encoded, and from Bloom filters. Either costs a read, which is made where it is small
 * beside the row group; comparisons by order, which bounds answer as well, are not looked at.
 *
 * <p>Confined to the task's thread.
 */
final class ValuePruner implements AutoCloseable {
  private static final int MAX_DICTIONARY_BYTES = 1 << 20;
  private static final int MAX_BLOOM_FILTER_BYTES = 4 << 20;

  /** How much larger what is to be read has to be than a dictionary or a filter. */
  private static final int WORTH_IT = 4;

  /** Where one of many values matches, one of the first mostly does. */
  private static final SelectionVector FIRST =
      new SelectionVector(IntStream.range(0, 256).toArray(), 256);

  private final Supplier<ReservedArrays> columnBuffers;
  private final ReservedArrays buffers;

  /** Dictionary pages aren't among the pages that a scan counts. */
  private final Decoding decoding =
      new Decoding(new PageDecompressor(), new TaskMetrics(), LargeValues.none());

  private final Map<FileColumn, ColumnChunkReader> dictionaries = new HashMap<>();
  private final Map<Expression, Predicate> predicates = new HashMap<>();

  private byte[] dictionaryBytes = {};
  private byte[] filterBytes = {};

  ValuePruner(Supplier<ReservedArrays> columnBuffers) {
    this.columnBuffers = columnBuffers;
    this.buffers = columnBuffers.get();
  }

  /** What the values of one row group rule out. */
  final class Group {
    private final RowGroup group;
    private final ValuePredicate predicate;
    private final ValuePlace[] places;
    private final ColumnMapping mapping;
    private final FileAccess file;
    private final long wantedBytes;
    private final Map<Integer, BloomFilter> filters = new HashMap<>();

    /**
     * @param places of the predicate's paths
     * @param wantedBytes to be read if the row group isn't ruled out
     */
    Group(
        RowGroup group,
        ValuePredicate predicate,
        ValuePlace[] places,
        ColumnMapping mapping,
        FileAccess file,
        long wantedBytes) {
      this.group = group;
      this.predicate = predicate;
      this.places = places;
      this.mapping = mapping;
      this.file = file;
      this.wantedBytes = wantedBytes;
    }

    /** False when the dictionaries rule the predicate out. */
    boolean dictionariesMayMatch() throws IOException {
      return dictionariesMayMatch(predicate.condition());
    }

    private boolean dictionariesMayMatch(Expression expression) throws IOException {
      if (expression instanceof Call call && isAndOr(call)) {
        boolean and = call.function().equals(FunctionNames.AND);
        for (Expression part : call.arguments()) {
          if (dictionariesMayMatch(part) != and) {
            return !and;
          }
        }
        return and;
      }
      int path = PredicateColumns.only(expression);
      if (path < 0 || isByOrder(expression) || !ExpressionCompiler.isDeterministic(expression)) {
        return true;
      }
      ValuePlace place = places[path];
      if (!place.hasValues() || !hasSmallDictionary(place.leaf())) {
        return true;
      }
      boolean mayHaveNulls =
          place.mayLack() || (place.leaf().optional() && place.statistics(group).nullCount() != 0);
      if (mayHaveNulls && isTrueFor(expression, path, null)) {
        return true;
      }
      ColumnVector entries = dictionary(place.leaf());
      return entries == null || isTrueFor(expression, path, entries);
    }

    private boolean hasSmallDictionary(FileColumn column) {
      ColumnChunk chunk = group.chunk(column);
      long length = chunk.indexes().firstDataPage() - chunk.start();
      return chunk.indexes().dictionaryOnly()
          && length > 0
          && length <= Math.min(MAX_DICTIONARY_BYTES, wantedBytes / WORTH_IT)
          && length <= chunk.compressedBytes();
    }

    /** Null when there is none, or the memory for it isn't free. */
    private ColumnVector dictionary(FileColumn column) throws IOException {
      ColumnChunk chunk = group.chunk(column);
      int length = (int) (chunk.indexes().firstDataPage() - chunk.start());
      byte[] array = buffers.tryBytes(dictionaryBytes, length);
      if (array == null) {
        return null;
      }
      dictionaryBytes = array;
      file.reader().readFully(chunk.start(), array, 0, length);
      ColumnChunkReader reader =
          dictionaries.computeIfAbsent(
              column, key -> new ColumnChunkReader(key, columnBuffers.get(), decoding));
      reader.startChunk(file.path(), group, null);
      reader
          .input()
          .start(
              List.of(new ChunkInput.Piece(chunk.start(), chunk.start() + length, array, 0)),
              null,
              0);
      return reader.readDictionary();
    }

    /**
     * True when the expression is for one of the values, and when that can't be told.
     *
     * @param values as the file has them; null for a null
     */
    private boolean isTrueFor(Expression expression, int path, ColumnVector values) {
      FileColumn leaf = places[path].leaf();
      ColumnVector inFile = values == null ? ConstantVector.ofNull(leaf.type(), 1) : values;
      if (inFile.length() == 0) {
        return false;
      }
      ColumnPath of = predicate.paths().get(path);
      ColumnVector[] vectors = new ColumnVector[places.length];
      try {
        // Within nested columns values are decoded as they are wanted.
        vectors[path] = of.parts().isEmpty() ? mapping.wanted(of.column(), inFile) : inFile;
        Predicate compiled =
            predicates.computeIfAbsent(
                expression, key -> ExpressionCompiler.compilePredicate(key, buffers));
        VectorBatch batch = new VectorBatch(inFile.length(), vectors);
        return (inFile.length() > FIRST.count() && isTrueForAny(compiled, batch, FIRST))
            || isTrueForAny(compiled, batch, null);
      } catch (DistaffException e) {
        // Other parts of the predicate may keep it from the rows with that value; if they don't,
        // the rows fail.
        return true;
      }
    }

    private static boolean isTrueForAny(
        Predicate predicate, VectorBatch batch, SelectionVector rows) {
      SelectionVector matches = predicate.select(batch, rows);
      return matches == null || matches.count() > 0;
    }

    /** False when the Bloom filters rule the predicate out. */
    boolean bloomFiltersMayMatch() throws IOException {
      return bloomFiltersMayMatch(predicate.condition());
    }

    private boolean bloomFiltersMayMatch(Expression expression) throws IOException {
      if (!(expression instanceof Call call)) {
        return true;
      }
      if (isAndOr(call)) {
        boolean and = call.function().equals(FunctionNames.AND);
        for (Expression part : call.arguments()) {
          if (bloomFiltersMayMatch(part) != and) {
            return !and;
          }
        }
        return and;
      }
      List<Expression> arguments = call.arguments();
      if (call.function().equals(FunctionNames.IN)) {
        return mayContain(arguments.get(0), arguments.subList(1, arguments.size()));
      }
      if (call.function().equals(FunctionNames.EQUAL)) {
        return arguments.get(1) instanceof Literal
            ? mayContain(arguments.get(0), arguments.subList(1, 2))
            : mayContain(arguments.get(1), arguments.subList(0, 1));
      }
      return true;
    }

    private boolean mayContain(Expression left, List<Expression> values) throws IOException {
      InputRef ref = RowGroupPruner.column(left);
      if (ref == null || !places[ref.index()].hasValues()) {
        return true;
      }
      FileColumn column = places[ref.index()].leaf();
      if (!group.chunk(column).indexes().bloomFilter().exists()) {
        return true;
      }
      BloomFilter filter = null;
      for (Expression value : values) {
        if (!(value instanceof Literal literal)) {
          return true;
        }
        if (literal.isNull()) {
          // Equal to nothing.
          continue;
        }
        OptionalLong hash = BloomHash.of(column, literal.value());
        if (hash.isEmpty()) {
          return true;
        }
        filter = filter == null ? filter(ref.index(), column) : filter;
        if (filter == null || filter.mayContain(hash.getAsLong())) {
          return true;
        }
      }
      return false;
    }

    private BloomFilter filter(int index, FileColumn column) throws IOException {
      BloomFilter filter = filters.get(index);
      if (filter == null) {
        filters.clear();
        filter =
            BloomFilter.read(
                group.chunk(column).indexes().bloomFilter(),
                file,
                Math.min(MAX_BLOOM_FILTER_BYTES, wantedBytes),
                buffers,
                filterBytes);
        if (filter != null) {
          // One at a time: the next column's takes its place.
          filterBytes = filter.blocks();
          filters.put(index, filter);
        }
      }
      return filter;
    }
  }

  private static boolean isAndOr(Call call) {
    return call.function().equals(FunctionNames.AND) || call.function().equals(FunctionNames.OR);
  }

  private static boolean isByOrder(Expression expression) {
    return !(expression instanceof Call call)
        || switch (call.function()) {
          case FunctionNames.LESS,
              FunctionNames.LESS_OR_EQUAL,
              FunctionNames.GREATER,
              FunctionNames.GREATER_OR_EQUAL,
              FunctionNames.IS_NULL,
              FunctionNames.IS_NOT_NULL ->
              RowGroupPruner.column(call.arguments().get(0)) != null
                  || call.arguments().get(0) instanceof Literal;
          default -> false;
        };
  }

  @Override
  public void close() {
    dictionaries.values().forEach(ColumnChunkReader::close);
    dictionaries.clear();
    buffers.close();
    decoding.decompressor().close();
  }
}
