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
  private static final List<String> PROGRAMS =
      List.of("io/distaff/examples", "io/distaff/it/program");
  private static final List<String> LIBRARY = List.of("io/distaff/examples/library");

  private ProgramJar() {}

  /** Writes {@code programs.jar} into a directory. */
  static Path in(Path directory) {
    return write(directory.resolve("programs.jar"), PROGRAMS);
  }

  /** Writes {@code library.jar}, which programs need beside their own. */
  static Path libraryIn(Path directory) {
    return write(directory.resolve("library.jar"), LIBRARY);
  }

  private static Path write(Path jar, List<String> packages) {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      Path classes =
          Path.of(ProgramJar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      for (String name : packages) {
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
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(name + "/" + file.getFileName()));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }
}
