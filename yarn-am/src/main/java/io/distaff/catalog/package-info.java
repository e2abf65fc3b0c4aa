/**
 * What tables there are and what is known of them: {@link io.distaff.catalog.Catalog} maps names to
 * {@link io.distaff.catalog.TableHandle}s, those of a session and those that the {@link
 * io.distaff.warehouse.Warehouse} keeps; {@link io.distaff.catalog.NameScope} says where a name is
 * looked up; {@link io.distaff.catalog.TableMetadata} is what the footers of Parquet files tell,
 * read through {@link io.distaff.catalog.TableMetadataReader}; {@link
 * io.distaff.catalog.TableStatistics} sums them up, where {@code DictionaryEntries} says what
 * dictionaries tell of distinct values; {@link io.distaff.catalog.TextTables} (a {@link
 * io.distaff.catalog.TextTableReader}) looks at CSV and JSON lines files; {@link
 * io.distaff.catalog.TpchSource} describes the generated tables; {@link
 * io.distaff.catalog.SplitEnumerator} cuts a table into splits with hosts, which {@link
 * io.distaff.catalog.BlockHosts} knows.
 *
 * <h2>A table of files</h2>
 *
 * <p>{@code DirectoryTree} lists its directories, {@code PartitionValues} reads what partition
 * directories say; {@link io.distaff.catalog.DirectoryOptions} change how. {@link
 * io.distaff.catalog.FooterMetadataReader} knows Parquet, where {@code SchemaMerger} makes one
 * schema of the files'; {@link io.distaff.catalog.TextTables} knows CSV and JSON.
 *
 * <ul>
 *   <li>A path is a file, a directory, or a pattern ({@code *}, {@code ?}, {@code [a-c]}, {@code
 *       {a,b}}); several make one table. Names that begin with {@code _} or {@code .} are hidden,
 *       but for partition directories such as {@code _id=1}; files of zero bytes are left out.
 *   <li>Directories called {@code column=value} give their files a column. A value is INT, BIGINT,
 *       DOUBLE, DATE or STRING, the first that all values of the column can be read as; {@code
 *       __HIVE_DEFAULT_PARTITION__} is null; {@code %3A} and the like are characters. Such a column
 *       hides one of the same name in the files. All directories of a level name the same column,
 *       and files lie below the last level only; anything else is an error, unless
 *       recursiveFileLookup says that directories mean nothing. Other directories may be nested to
 *       any depth.
 *   <li>At first directories are only sampled, to find the columns. When a query's conditions are
 *       known, {@link io.distaff.catalog.PartitionedFiles} lists those that match, level by level:
 *       nothing is listed below a directory that is left out.
 *   <li>A table of the warehouse has the columns and the partition columns that were declared,
 *       whatever files it has; it may have none.
 *   <li>Of Parquet a bounded sample of footers is read, unless mergeSchema asks for all; {@link
 *       io.distaff.catalog.FooterMetadataReader} states which. Files whose footers aren't read are
 *       cut into splits by length, and their rows are estimated.
 * </ul>
 *
 * <p>Imports the lower levels only; nothing of Calcite. The catalog and {@code BlockHosts} are
 * thread-safe, all else is immutable.
 */
package io.distaff.catalog;
