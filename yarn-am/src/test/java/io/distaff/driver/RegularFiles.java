package io.distaff.driver;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Files below a directory in which others make and delete files meanwhile. */
final class RegularFiles {
  private RegularFiles() {}

  /** How many there are; one that goes while they are counted counts or doesn't. */
  static int count(Path directory) throws IOException {
    Count count = new Count();
    Files.walkFileTree(directory, count);
    return count.files;
  }

  private static final class Count extends SimpleFileVisitor<Path> {
    int files;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      files += attributes.isRegularFile() ? 1 : 0;
      return FileVisitResult.CONTINUE;
    }

    /** Files.walk would end here. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
