package io.distaff.scheduler;

import io.distaff.ids.CacheId;

/**
 * What a cached data set holds, once all of it is there.
 *
 * @param columnBytes as stored, by column
 */
public record CacheContents(CacheId cache, long rows, long[] columnBytes) {}
