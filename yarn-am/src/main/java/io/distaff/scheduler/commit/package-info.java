/**
 * How what a query writes becomes visible: all of it or nothing.
 *
 * <p>Tasks write below a hidden staging directory ({@link io.distaff.storage.TaskOutput}); {@link
 * io.distaff.scheduler.commit.OutputCommitter} prepares it, {@link
 * io.distaff.scheduler.commit.StagedOutput} commits or aborts it. {@link
 * io.distaff.scheduler.commit.SaveMode} says what happens to data that is there already; {@link
 * io.distaff.scheduler.commit.CommitIntent} is the promise on disk that lets anybody finish a
 * commit that was begun.
 *
 * <h2>On disk</h2>
 *
 * <pre>
 * new target, or overwrite: beside the target      append, partitions: inside the target
 *   &lt;parent&gt;/_&lt;name&gt;.distaff-&lt;unique&gt;/             &lt;target&gt;/_&lt;name&gt;.distaff-&lt;unique&gt;/
 *     tasks/task-&lt;partition&gt;.&lt;attempt&gt;/...           tasks/task-&lt;partition&gt;.&lt;attempt&gt;/...
 *     intent.json, or abort.json                     intent.json, or abort.json
 *     data/     becomes the target                   data/<partition>/   becomes the partition
 *     old/      was the target                       old/<partition>/    was the partition
 * </pre>
 *
 * <p>{@code unique} is the application's id and the query's number. Names that begin with {@code _}
 * are hidden from readers. {@code intent.json} is a {@link
 * io.distaff.scheduler.commit.CommitIntent} as JSON, version 2, written whole or not at all.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>the intent is written: from here on the commit can be finished from the disk alone
 *   <li>new or overwrite: the winners' files are renamed into {@code data/}, {@code _SUCCESS} is
 *       written there, the old target is renamed to {@code old/}, {@code data/} to the target
 *   <li>append: the winners' files, under names that nobody else has, are renamed into the target,
 *       {@code _SUCCESS} is written
 *   <li>overwrite of partitions: the winners' files are renamed into {@code data/}, in a directory
 *       for each partition; then, one partition after the other, the old one is renamed into {@code
 *       old/} and the new one to its place; {@code _SUCCESS} is written. A partition that has a
 *       file of the intent is the new one: that tells how far it came
 *   <li>the staging directory is deleted
 * </ol>
 *
 * <p>Commits to one target happen one after the other, whoever makes them ({@code CommitTurns}):
 * after a writer has written its intent it looks for others', in both places. Of two, the one whose
 * staging directory comes first by name goes first; the other takes its intent back, and waits.
 * Only appends go on beside each other. An intent whose file wasn't renewed for a minute is
 * nobody's any more, and so is one of the same application that this process doesn't know.
 *
 * <p>Each step can be done again. Whoever writes to the same target next finishes a commit that
 * stopped between steps, once it is nobody's, and undoes it if it can't be finished. Undoing begins
 * with renaming the intent to {@code abort.json}, so that nobody finishes it any more. Blocking
 * I/O: never on the scheduler's loop. Imports storage, rpc, codec, concurrent, ids, error.
 */
package io.distaff.scheduler.commit;
