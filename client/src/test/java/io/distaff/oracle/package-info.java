/**
 * Random SQL against DuckDB, over the same Parquet files. {@link io.distaff.oracle.Sql} is text for
 * both engines that can make itself smaller; {@link io.distaff.oracle.Expressions} and {@link
 * io.distaff.oracle.Queries} write it, each from a seed; {@link io.distaff.oracle.RandomTables} is
 * what it is about; {@link io.distaff.oracle.Engines} runs it in one task, with exchanges, and in
 * little memory, and {@link io.distaff.oracle.Answer} compares. The tests run a few hundred; with
 * {@code -Ddistaff.oracle.seed=N -Ddistaff.oracle.count=M} they run others, and more.
 */
package io.distaff.oracle;
