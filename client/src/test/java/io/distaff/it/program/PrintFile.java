package io.distaff.it.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints files of its working directory. */
public final class PrintFile {
  private PrintFile() {}

  public static void main(String[] args) throws IOException {
    for (String name : args) {
      System.out.println(name + ": " + Files.readString(Path.of(name)).strip());
    }
    System.err.println("this goes to standard error");
  }
}
