package io.distaff.parquet.write;

/** A complete file. */
public record WrittenFile(String path, long rows, long bytes) {}
