/**
 * What tables there are and what is known of them: {@link io.distaff.catalog.Catalog} maps names to
 * {@link io.distaff.catalog.TableHandle}s; {@link io.distaff.catalog.TableMetadata} is what the
 * footers of Parquet files tell, read through {@link io.distaff.catalog.TableMetadataReader};
 * {@link io.distaff.catalog.TextTables} (a {@link io.distaff.catalog.TextTableReader}) looks at CSV
 * and JSON lines files; {@link io.distaff.catalog.TpchSource} describes the generated tables;
 * {@link io.distaff.catalog.SplitEnumerator} cuts a table into splits with hosts.
 *
 * <p>Imports the lower levels only; nothing of Calcite. The catalog is thread-safe, all else is
 * immutable.
 */
package io.distaff.catalog;
