package io.distaff.driver;

import io.distaff.scheduler.QueryHandle;
import io.distaff.types.Schema;

/** A query whose rows go to the user. */
final class QueryRun extends ScheduledRun {
  private final Schema schema;

  QueryRun(QueryHandle handle, Schema schema, double planMillis) {
    super(handle, planMillis);
    this.schema = schema;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public byte[] nextBlocks() {
    byte[] blocks = nextOfResult();
    if (blocks == null && !isFinished()) {
      finish(outcome());
    }
    return blocks;
  }
}
