package io.distaff.parquet.read;

import io.distaff.storage.RangeReader;

/** A file, opened when it is first read from. */
interface FileAccess {
  String path();

  RangeReader reader();

  long sizeBytes();
}
