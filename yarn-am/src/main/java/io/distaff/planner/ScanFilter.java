package io.distaff.planner;

import io.distaff.expression.Expression;

/**
 * Rows that a scan may leave out, because a join above it, in another stage, drops them: those
 * whose value isn't among the build side's. The stage of the scan waits until the build side's has
 * ended.
 *
 * @param scan its number in the fragment
 * @param value over the columns of the scan
 * @param stage the number of the stage that gives the build side
 * @param key which of the keys that this stage publishes
 */
public record ScanFilter(int scan, Expression value, int stage, int key) {
  /** The same of a scan that has another number. */
  ScanFilter ofScan(int number) {
    return new ScanFilter(number, value, stage, key);
  }

  /** The same in a graph that has so many stages before those that this one was planned with. */
  ScanFilter behind(int stages) {
    return new ScanFilter(scan, value, stage + stages, key);
  }
}
