package io.distaff.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Makes the jar that users would bring, of the example programs among the test classes. */
final class ProgramJar {
  private static final List<String> PACKAGES =
      List.of("io/distaff/examples", "io/distaff/it/program");

  private ProgramJar() {}

  /** Writes {@code programs.jar} into a directory. */
  static Path in(Path directory) {
    Path jar = directory.resolve("programs.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      Path classes =
          Path.of(ProgramJar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      for (String name : PACKAGES) {
        addPackage(classes, name, out);
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void addPackage(Path classes, String name, JarOutputStream out)
      throws IOException {
    try (Stream<Path> files = Files.list(classes.resolve(name))) {
      for (Path file : files.sorted().toList()) {
        out.putNextEntry(new JarEntry(name + "/" + file.getFileName()));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }
}
