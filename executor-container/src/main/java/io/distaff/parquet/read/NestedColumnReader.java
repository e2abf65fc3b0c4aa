package io.distaff.parquet.read;

import io.distaff.memory.ReservedArrays;
import io.distaff.types.ArrayType;
import io.distaff.types.DataType;
import io.distaff.types.MapType;
import io.distaff.types.StructType;
import io.distaff.vector.ArrayVector;
import io.distaff.vector.ColumnVector;
import io.distaff.vector.ConstantVector;
import io.distaff.vector.MapVector;
import io.distaff.vector.SelectionVector;
import io.distaff.vector.StructVector;
import io.distaff.vector.Validity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Puts the values of a nested column together: each leaf decodes its entries of the batch, then
 * each part of the type finds its own nulls and lengths by one loop over the levels of one leaf
 * below it, its guide. No row is ever looked at as a whole.
 *
 * <p>A part has a slot for each entry of the guide that begins one: that continues no list within
 * the part, and reaches into the list around it. Leaves of one part have to agree on what is around
 * them, or the file is corrupt.
 */
final class NestedColumnReader implements ColumnReader {
  private final FileColumn column;
  private final Supplier<ReservedArrays> newBuffers;
  private final Decoding decoding;
  private final ReservedArrays buffers;

  /** By number of the leaf. */
  private final Map<Integer, LeafReader> leaves = new LinkedHashMap<>();

  /** Those that {@link #read} decodes: all but what {@link #part} has taken. */
  private final List<LeafReader> own;

  private final Part root;

  NestedColumnReader(FileColumn column, Supplier<ReservedArrays> newBuffers, Decoding decoding) {
    this.column = column;
    this.newBuffers = newBuffers;
    this.decoding = decoding;
    this.buffers = newBuffers.get();
    this.root = part(column.shape(), new byte[] {0});
    this.own = new ArrayList<>(leaves.values());
  }

  /**
   * A reader of some leaves, which is to read rows before this one reads them: this one decodes the
   * other leaves, and gives the value with all of its parts. Is closed with this one.
   *
   * @param shape {@link ColumnShape#only} some parts of the column
   */
  ColumnReader part(ColumnShape shape) {
    Part ofShape = part(shape, new byte[] {0});
    List<LeafReader> taken = shape.leaves().stream().map(leaf -> leaves.get(leaf.leaf())).toList();
    own.removeAll(taken);
    return new PartReader(taken, ofShape);
  }

  /** Some leaves, and what they make of the column. */
  private final class PartReader implements ColumnReader {
    private final List<LeafReader> taken;
    private final Part part;

    PartReader(List<LeafReader> taken, Part part) {
      this.taken = taken;
      this.part = part;
    }

    @Override
    public FileColumn column() {
      return column;
    }

    @Override
    public List<ChunkPages> chunks() {
      return List.copyOf(taken);
    }

    @Override
    public int rowsWithin(int rows) throws IOException {
      return NestedColumnReader.rowsWithin(taken, rows);
    }

    @Override
    public void skip(long rows) {
      taken.forEach(leaf -> leaf.skip(rows));
    }

    @Override
    public ColumnVector read(int rows, SelectionVector selection) throws IOException {
      for (LeafReader leaf : taken) {
        leaf.read(rows);
      }
      return part.vector(rows);
    }

    @Override
    public void close() {}
  }

  @Override
  public FileColumn column() {
    return column;
  }

  @Override
  public List<ChunkPages> chunks() {
    return List.copyOf(own);
  }

  @Override
  public int rowsWithin(int rows) throws IOException {
    return rowsWithin(own, rows);
  }

  private static int rowsWithin(List<LeafReader> leaves, int rows) throws IOException {
    int within = rows;
    for (LeafReader leaf : leaves) {
      within = leaf.rowsWithin(within);
    }
    return within;
  }

  @Override
  public void skip(long rows) {
    own.forEach(leaf -> leaf.skip(rows));
  }

  @Override
  public ColumnVector read(int rows, SelectionVector selection) throws IOException {
    for (LeafReader leaf : own) {
      leaf.read(rows);
    }
    return root.vector(rows);
  }

  @Override
  public void close() {
    leaves.values().forEach(LeafReader::close);
    buffers.close();
  }

  /**
   * @param around the definition level of an entry, by repetition level, of the lists around; the
   *     first is 0
   */
  private Part part(ColumnShape shape, byte[] around) {
    if (shape instanceof ColumnShape.Leaf leaf) {
      return new LeafPart(reader(leaf.guide(), around));
    }
    if (shape instanceof ColumnShape.Struct struct) {
      return new StructPart(struct, around);
    }
    if (shape instanceof ColumnShape.Repeated repeated) {
      return new RepeatedPart(repeated, around);
    }
    return new MissingPart(shape.type());
  }

  /** The reader of a leaf; the first call is for the part that the leaf is, if it is one. */
  private LeafReader reader(FileColumn leaf, byte[] around) {
    return leaves.computeIfAbsent(
        leaf.leaf(),
        number -> {
          // Of a leaf that is read for its levels alone, some lists around it may not be wanted.
          byte[] least = Arrays.copyOf(around, leaf.maxRepetition() + 1);
          Arrays.fill(
              least,
              Math.min(around.length, least.length),
              least.length,
              around[around.length - 1]);
          return new LeafReader(leaf, least, newBuffers.get(), decoding);
        });
  }

  /** A part of the type, with the arrays of its vectors. */
  private abstract static class Part {
    /**
     * @param slots as the part around counts them
     */
    abstract ColumnVector vector(int slots);

    /** Null if there is nothing of it in the file. */
    abstract LeafReader guide();
  }

  private static final class MissingPart extends Part {
    private final DataType type;

    MissingPart(DataType type) {
      this.type = type;
    }

    @Override
    ColumnVector vector(int slots) {
      return ConstantVector.ofNull(type, slots);
    }

    @Override
    LeafReader guide() {
      return null;
    }
  }

  private static final class LeafPart extends Part {
    private final LeafReader leaf;

    LeafPart(LeafReader leaf) {
      this.leaf = leaf;
    }

    @Override
    ColumnVector vector(int slots) {
      verifySlots(leaf, leaf.slots(), slots);
      return leaf.vector();
    }

    @Override
    LeafReader guide() {
      return leaf;
    }
  }

  private final class StructPart extends Part {
    private final StructType type;
    private final int definition;
    private final int repetitionAround;
    private final int definitionAround;
    private final Part[] members;
    private final LeafReader guide;
    private long[] validity = {};

    StructPart(ColumnShape.Struct shape, byte[] around) {
      this.type = shape.type();
      this.definition = shape.definition();
      this.repetitionAround = around.length - 1;
      this.definitionAround = around[around.length - 1];
      this.members = new Part[shape.members().size()];
      for (int i = 0; i < members.length; i++) {
        members[i] = part(shape.members().get(i), around);
      }
      this.guide = reader(shape.guide(), around);
    }

    @Override
    LeafReader guide() {
      return guide;
    }

    @Override
    ColumnVector vector(int slots) {
      verifySlots(guide, countSlots(), slots);
      int valid = findValid(slots);
      ColumnVector[] vectors = new ColumnVector[members.length];
      for (int i = 0; i < members.length; i++) {
        verifyAlike(guide, members[i].guide(), repetitionAround, definition);
        vectors[i] = members[i].vector(slots);
      }
      return new StructVector(type, vectors, valid == slots ? null : validity, slots);
    }

    private int countSlots() {
      byte[] repetition = guide.repetition();
      byte[] levels = guide.definition();
      int entries = guide.entries();
      int slots = 0;
      for (int i = 0; i < entries; i++) {
        slots += repetition[i] <= repetitionAround && levels[i] >= definitionAround ? 1 : 0;
      }
      return slots;
    }

    private int findValid(int slots) {
      validity = buffers.longs(validity, Validity.words(slots));
      Arrays.fill(validity, 0, Validity.words(slots), 0);
      byte[] repetition = guide.repetition();
      byte[] levels = guide.definition();
      int entries = guide.entries();
      int valid = 0;
      int slot = 0;
      for (int i = 0; i < entries; i++) {
        int level = levels[i];
        if (repetition[i] <= repetitionAround && level >= definitionAround) {
          int bit = level >= definition ? 1 : 0;
          validity[slot >>> 6] |= (long) bit << slot;
          valid += bit;
          slot++;
        }
      }
      return valid;
    }
  }

  private final class RepeatedPart extends Part {
    private final DataType type;
    private final int definition;
    private final int repetition;
    private final int definitionAround;
    private final Part[] parts;
    private final LeafReader guide;
    private int[] starts = {};
    private int[] lengths = {};
    private long[] validity = {};

    RepeatedPart(ColumnShape.Repeated shape, byte[] around) {
      this.type = shape.type();
      this.definition = shape.definition();
      this.repetition = shape.repetition();
      this.definitionAround = around[around.length - 1];
      byte[] inside = Arrays.copyOf(around, around.length + 1);
      inside[around.length] = (byte) (definition + 1);
      this.parts = new Part[shape.parts().size()];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = part(shape.parts().get(i), inside);
      }
      this.guide = reader(shape.guide(), inside);
    }

    @Override
    LeafReader guide() {
      return guide;
    }

    @Override
    ColumnVector vector(int slots) {
      int found = locate();
      verifySlots(guide, found, slots);
      int count = found == 0 ? 0 : starts[found];
      int valid = 0;
      for (int slot = 0; slot < slots; slot++) {
        lengths[slot] = starts[slot + 1] - starts[slot];
        valid += (int) (validity[slot >>> 6] >>> slot) & 1;
      }
      long[] bits = valid == slots ? null : validity;
      ColumnVector first = parts[0].vector(count);
      if (type instanceof ArrayType array) {
        return new ArrayVector(array, starts, lengths, first, bits, slots);
      }
      if (count > 0 && first.mayHaveNulls()) {
        throw guide.corrupt(new MalformedException("a map has a key that is null"));
      }
      verifyAlike(guide, parts[1].guide(), repetition, definition + 1);
      return new MapVector(
          (MapType) type, starts, lengths, first, parts[1].vector(count), bits, slots);
    }

    /** Finds where the entries of each slot begin, and after the last one their number. */
    private int locate() {
      int entries = guide.entries();
      starts = buffers.ints(starts, entries + 1);
      lengths = buffers.ints(lengths, entries + 1);
      validity = buffers.longs(validity, Validity.words(entries));
      Arrays.fill(validity, 0, Validity.words(entries), 0);
      byte[] repetitions = guide.repetition();
      byte[] levels = guide.definition();
      int slot = 0;
      int count = 0;
      for (int i = 0; i < entries; i++) {
        int level = levels[i];
        int repeated = repetitions[i];
        if (repeated > repetition) {
          continue;
        }
        if (repeated < repetition && level >= definitionAround) {
          starts[slot] = count;
          validity[slot >>> 6] |= (level >= definition ? 1L : 0L) << slot;
          slot++;
        }
        count += level > definition ? 1 : 0;
      }
      starts[slot] = count;
      return slot;
    }
  }

  private static void verifySlots(LeafReader leaf, int slots, int expected) {
    if (slots != expected) {
      throw leaf.corrupt(
          new MalformedException(
              "its levels make " + slots + " values where others make " + expected));
    }
  }

  /**
   * Throws unless two leaves say the same of what is around both.
   *
   * @param other null for none
   * @param repetition the level of the innermost list around both
   * @param definition the level of the innermost part around both
   */
  private static void verifyAlike(
      LeafReader guide, LeafReader other, int repetition, int definition) {
    if (other == null || other == guide) {
      return;
    }
    int i = 0;
    int j = 0;
    boolean alike = true;
    while (alike) {
      i = next(guide, i, repetition);
      j = next(other, j, repetition);
      boolean ended = i == guide.entries();
      if (ended || j == other.entries()) {
        alike = ended && j == other.entries();
        break;
      }
      alike =
          guide.repetition()[i] == other.repetition()[j]
              && Math.min(guide.definition()[i], definition)
                  == Math.min(other.definition()[j], definition);
      i++;
      j++;
    }
    if (!alike) {
      throw other.corrupt(
          new MalformedException("its levels differ from those of " + guide.column().name()));
    }
  }

  /** The first entry, from one on, that continues no list within the level's. */
  private static int next(LeafReader leaf, int from, int repetition) {
    byte[] levels = leaf.repetition();
    int entries = leaf.entries();
    int i = from;
    while (i < entries && levels[i] > repetition) {
      i++;
    }
    return i;
  }
}
