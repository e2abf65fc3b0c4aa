package io.distaff.storage;

/**
 * A file as the file system knows it.
 *
 * @param path fully qualified, with scheme
 * @param modificationMillis since 1970-01-01T00:00Z
 */
public record FileInfo(String path, long sizeBytes, long modificationMillis) {
  /** The last component of the path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
