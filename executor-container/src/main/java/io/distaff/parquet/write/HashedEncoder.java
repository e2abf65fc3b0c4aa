package io.distaff.parquet.write;

import io.distaff.memory.MemoryReservation;

/** An encoder with a dictionary of its own. */
abstract class HashedEncoder extends ValueEncoder {
  final MemoryReservation memory;
  final IdTable table;

  HashedEncoder(MemoryReservation memory) {
    this.memory = memory;
    this.table = new IdTable(memory);
  }

  @Override
  final boolean hasDictionary() {
    return true;
  }

  @Override
  final int dictionarySize() {
    return table.size();
  }

  @Override
  void clearDictionary() {
    table.clear();
  }

  /** The capacity that an array of values by id grows to. */
  static int grown(int capacity) {
    return Math.max(256, capacity * 2);
  }
}
