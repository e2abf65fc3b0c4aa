/**
 * Rows from nothing: {@link io.distaff.operator.generate.TpchTables} says what the tables of the
 * TPC-H benchmark look like and how to divide them, {@link
 * io.distaff.operator.generate.TpchScanOperator} generates them, with comments out of {@code
 * TpchText}; {@link io.distaff.operator.generate.RangeScanOperator} counts. The catalog uses the
 * first, tasks the others. Imports operator, plan, vector, types, memory, metrics, config, error
 * and the generator's library, io.trino.tpch, which nothing else does. The tables are immutable; an
 * operator is confined to its task's thread.
 */
package io.distaff.operator.generate;
