package io.distaff.api;

import io.distaff.catalog.Catalog;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import java.util.List;

/** Makes DataFrames of files. Immutable. */
public final class DataFrameReader {
  private final Session session;

  DataFrameReader(Session session) {
    this.session = session;
  }

  /**
   * The rows of Parquet files. The footers are read now: throws PATH_NOT_FOUND or INVALID_FILE.
   *
   * @param path a file, or a directory with files at any depth
   */
  public DataFrame parquet(String path) {
    if (path.isBlank()) {
      throw new DistaffException(ErrorCode.USAGE, "parquet() needs a path");
    }
    return new DataFrame(session, session.algebra().table(List.of(Catalog.PARQUET, path)));
  }
}
