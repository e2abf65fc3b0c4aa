/**
 * Cached data sets: rows that stay at the executors from query to query.
 *
 * <p>A cached data set is the kept output of a stage. Its plan has stages of its own, the last of
 * which writes each task's rows to the executor's {@link io.distaff.cache.CacheStore} instead of a
 * shuffle file; what reads the data set reads partitions of that stage. All that the scheduler does
 * for map outputs then serves caches as well: it knows where partitions are, runs the tasks of
 * those that are missing and no others, and makes again what an executor takes with it or what
 * turns out to be damaged. The alternative, a scan that reads the cache or else computes its input
 * in the same task, has no answer when the input is an exchange whose files are gone. The price: a
 * reader waits until the data set is complete, so the first query that reads a part of it makes all
 * of it.
 *
 * <p>Reading order: {@link io.distaff.cache.CacheWriter} makes a partition; {@link
 * io.distaff.cache.CachedColumns} is one in memory; {@link io.distaff.cache.CacheStore} keeps them
 * under storage memory and lets them give way; {@link io.distaff.cache.CacheReader} gives their
 * rows to a task.
 *
 * <pre>
 * partition := column*          each: block*, as io.distaff.serde writes them, of one column each;
 *                               blocks of the same place in their columns hold the same rows
 * </pre>
 *
 * On disk, and for peers, that is a {@link io.distaff.shuffle.ShuffleFile} whose parts are columns
 * instead of reducers, read by the same {@link io.distaff.shuffle.BlockFetcher} and served by the
 * same block server. Columns that a query doesn't name are neither read, sent nor decompressed.
 *
 * <p>Levels: MEMORY_AND_DISK partitions go to a file when execution needs their memory, or when
 * they don't fit to begin with. MEMORY_ONLY partitions are dropped then, and the driver hears of
 * it; a query that needs one makes it again, and where that happens a second time within the query,
 * or where it doesn't fit, it goes to a file until that query ends. So every query comes to its
 * end, however little memory there is.
 *
 * <p>Imports error, ids, types, memory, metrics, storage, vector, plan, transport, rpc, serde,
 * shuffle. The store is thread-safe; writers and readers are confined to their task's thread.
 */
package io.distaff.cache;
