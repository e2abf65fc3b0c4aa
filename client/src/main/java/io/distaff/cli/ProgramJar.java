package io.distaff.cli;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * Finds a program's main() by reading class files, so that a missing one is told before anything is
 * started; no class is loaded.
 */
final class ProgramJar {
  private static final int STATIC_AND_PUBLIC = 0x0009;
  private static final String MAIN_DESCRIPTOR = "([Ljava/lang/String;)V";

  private ProgramJar() {}

  /** The manifest's Main-Class. */
  static Optional<String> mainClassOfManifest(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return Optional.ofNullable(file.getManifest())
          .map(Manifest::getMainAttributes)
          .map(attributes -> attributes.getValue(Attributes.Name.MAIN_CLASS))
          .map(String::strip);
    }
  }

  /** What is wrong with the main class; empty when it can be started. */
  static Optional<String> problem(String mainClass, List<Path> jars) throws IOException {
    String name = mainClass.replace('.', '/');
    boolean first = true;
    while (true) {
      Optional<ClassFile> found = find(name, jars);
      if (found.isEmpty()) {
        // A superclass may come from elsewhere; it has its say when the program starts.
        return first
            ? Optional.of("class " + mainClass + " is not in " + names(jars))
            : Optional.empty();
      }
      if (found.get().hasMain()) {
        return Optional.empty();
      }
      first = false;
      name = found.get().superName();
      if (name == null || name.equals("java/lang/Object")) {
        return Optional.of(
            "class " + mainClass + " has no method public static void main(String[])");
      }
    }
  }

  private static String names(List<Path> jars) {
    return String.join(", ", jars.stream().map(Path::toString).toList());
  }

  private static Optional<ClassFile> find(String name, List<Path> jars) throws IOException {
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile())) {
        ZipEntry entry = file.getEntry(name + ".class");
        if (entry != null) {
          try (InputStream in = file.getInputStream(entry)) {
            return Optional.of(ClassFile.read(new DataInputStream(in)));
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The little that is asked of a class file (Java Virtual Machine Specification, chapter 4).
   *
   * @param superName with slashes; null for java.lang.Object
   */
  private record ClassFile(String superName, boolean hasMain) {
    static ClassFile read(DataInputStream in) throws IOException {
      in.skipNBytes(8); // magic, minor and major version
      int size = in.readUnsignedShort();
      String[] texts = new String[size];
      int[] classNames = new int[size];
      for (int i = 1; i < size; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> texts[i] = in.readUTF();
          case 7 -> classNames[i] = in.readUnsignedShort();
          case 8, 16, 19, 20 -> in.skipNBytes(2);
          case 15 -> in.skipNBytes(3);
          case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
          case 5, 6 -> {
            in.skipNBytes(8);
            i++; // takes two places
          }
          default -> throw new IOException("not a class file: constant of kind " + tag);
        }
      }
      in.skipNBytes(4); // access flags, this class
      int superClass = in.readUnsignedShort();
      in.skipNBytes(2L * in.readUnsignedShort()); // interfaces
      skipOrFindMain(in, texts); // fields
      boolean hasMain = skipOrFindMain(in, texts);
      return new ClassFile(superClass == 0 ? null : texts[classNames[superClass]], hasMain);
    }

    /** Reads fields or methods; no field has main's descriptor. */
    private static boolean skipOrFindMain(DataInputStream in, String[] texts) throws IOException {
      boolean found = false;
      int members = in.readUnsignedShort();
      for (int i = 0; i < members; i++) {
        int access = in.readUnsignedShort();
        String name = texts[in.readUnsignedShort()];
        String descriptor = texts[in.readUnsignedShort()];
        found |=
            (access & STATIC_AND_PUBLIC) == STATIC_AND_PUBLIC
                && name.equals("main")
                && descriptor.equals(MAIN_DESCRIPTOR);
        int attributes = in.readUnsignedShort();
        for (int a = 0; a < attributes; a++) {
          in.skipNBytes(2);
          in.skipNBytes(in.readInt() & 0xffffffffL);
        }
      }
      return found;
    }
  }
}
