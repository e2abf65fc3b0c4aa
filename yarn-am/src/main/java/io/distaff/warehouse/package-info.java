/**
 * The catalog that outlives a session: databases, tables, views and statistics in files below one
 * directory of any file system. {@link io.distaff.warehouse.Warehouse} is the door; {@link
 * io.distaff.warehouse.Entry} is what is known of a name, {@code EntryFiles} how it is kept.
 *
 * <h2>On disk</h2>
 *
 * <pre>
 * WAREHOUSE/                                       distaff.sql.warehouse.dir
 *   _distaff/DATABASE/v&lt;N&gt;.json                    a database
 *   _distaff/DATABASE/relations/NAME/v&lt;N&gt;.json     a table or a view
 *   DATABASE.db/NAME-&lt;id&gt;/...                      the files of a managed table
 * </pre>
 *
 * <p>Names are in lower case. A version file is JSON, {@code {"format":1,"entry":{"@":"TableEntry",
 * ...}}}: an {@link io.distaff.warehouse.Entry} by the name of its record. A reader refuses a later
 * format, and takes a file that it can't decode for damaged. The version with the highest number
 * counts; no file is ever changed. Those are deleted that are more than an hour old and aren't
 * among the newest five.
 *
 * <h2>Changes</h2>
 *
 * <p>To change a name is to publish the version after the newest ({@link
 * io.distaff.storage.FileStore#publish}): the file appears whole, and only if there is none of that
 * number. Of two writers one succeeds; the other reads what the first has written, and decides
 * anew. It does so however slow it was, as the number stays taken for an hour. To drop is to
 * publish a {@link io.distaff.warehouse.Entry.DroppedEntry}, so that numbers never begin again, and
 * a writer that has slept meanwhile can't change what has the name now. A table that is created in
 * a database while that is dropped is taken back by its creator, or by whoever drops the database.
 *
 * <p>To rename is to change two names in one step. First the new name gets an {@link
 * io.distaff.warehouse.Entry.ArrivingEntry}, which says which version of the old name decides, and
 * stands for nothing until then; the old name's {@link io.distaff.warehouse.Entry.MovedEntry} of
 * that version is the step. Then the new name gets a version with the table itself. Where a rename
 * has stopped before the step, whoever changes the new name publishes the decisive version with
 * what the old name had: the rename doesn't happen. Where it has stopped behind the step, whoever
 * changes the old name writes the new name's version first, so that the decisive version is there
 * as long as anybody asks for it.
 *
 * <p>CREATE OR REPLACE TABLE is one version, too: it has other files than the version before.
 *
 * <p>A managed table's directory has a name that none had before: CREATE TABLE AS writes its files
 * first, which nobody sees, and then publishes the table.
 *
 * <p>Blocking I/O. Imports storage, codec, types, config, error. Thread-safe.
 */
package io.distaff.warehouse;
