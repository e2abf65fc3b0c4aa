package io.distaff.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where cached partitions are kept. */
public enum StorageLevel {
  /** In memory; one that has no room there is made again by each query that reads it. */
  MEMORY_ONLY,
  /** In memory as far as there is room, and else on the executors' local disks. */
  MEMORY_AND_DISK,
  /** On the executors' local disks. */
  DISK_ONLY;

  // Spark's programs call its levels: StorageLevel.MEMORY_ONLY().

  public static StorageLevel MEMORY_ONLY() {
    return MEMORY_ONLY;
  }

  public static StorageLevel MEMORY_AND_DISK() {
    return MEMORY_AND_DISK;
  }

  public static StorageLevel DISK_ONLY() {
    return DISK_ONLY;
  }

  /** By name, in any case. */
  public static Optional<StorageLevel> find(String name) {
    return Arrays.stream(values())
        .filter(level -> level.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst();
  }

  public boolean usesMemory() {
    return this != DISK_ONLY;
  }

  public boolean usesDisk() {
    return this != MEMORY_ONLY;
  }
}
