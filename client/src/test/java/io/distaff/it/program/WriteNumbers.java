package io.distaff.it.program;

import io.distaff.api.Session;

/** Writes a few numbers, where nothing may be yet. Argument: the output directory. */
public final class WriteNumbers {
  private WriteNumbers() {}

  public static void main(String[] args) {
    try (Session session = Session.builder().getOrCreate()) {
      session.sql("VALUES 1, 2, 3").write().parquet(args[0]);
    }
  }
}
