package io.distaff.catalog;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.eval.PartitionFilter;
import io.distaff.expression.Expression;
import io.distaff.expression.Literal;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import io.distaff.storage.PartitionPath;
import io.distaff.types.DataType;
import io.distaff.types.Field;
import io.distaff.types.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directories below a table's paths, listed as far as anybody has asked:
 *
 * <pre>
 *   /sales                        root
 *     year=2023/                  a level of partition directories: one column
 *       month=1/  month=2/        the next level
 *         part-0.parquet          files; directories here belong to the partition
 *     year=2024/
 *       ...
 * </pre>
 *
 * <p>All directories of a level give values to the same column. Files lie below the last level
 * only. Where there are no partition directories, files of any depth belong to the table.
 * Thread-safe; a directory is listed once.
 */
final class DirectoryTree {
  /** Directories listed on each level to find out what they are, where not all are asked for. */
  static final int SAMPLED = 32;

  private final FileStore store;
  private final ParallelReads reads;
  private final DirectoryOptions options;
  private final List<Node> roots;
  private final Map<String, FileStore.Listing> listings = new ConcurrentHashMap<>();

  /**
   * A directory of a level, or a file that was named itself.
   *
   * @param parts what it and the directories above it say
   * @param file null for a directory
   */
  private record Node(String path, List<PartitionPath.Part> parts, FileInfo file) {
    Node child(String directory, PartitionPath.Part part) {
      List<PartitionPath.Part> more = new ArrayList<>(parts);
      more.add(part);
      return new Node(directory, List.copyOf(more), null);
    }
  }

  /** What a look at some of the directories has found. */
  record Discovery(Schema partitionColumns, List<DataFile> files, boolean isComplete) {}

  /**
   * @param paths may be patterns; throws PATH_NOT_FOUND for one that matches nothing
   */
  DirectoryTree(
      FileStore store, ParallelReads reads, List<String> paths, DirectoryOptions options) {
    this.store = store;
    this.reads = reads;
    this.options = options;
    this.roots = new ArrayList<>();
    for (String path : paths) {
      List<FileStore.Match> found = store.glob(path);
      if (found.isEmpty()) {
        throw new DistaffException(
            ErrorCode.PATH_NOT_FOUND,
            FileStore.isPattern(path)
                ? "no file or directory matches " + path
                : "path does not exist: " + path);
      }
      for (FileStore.Match root : found) {
        if (root.file().map(options.files()::takes).orElse(true)) {
          roots.add(new Node(root.path(), partsBelowBase(root.path()), root.file().orElse(null)));
        }
      }
    }
  }

  /** What the directories from the base path down to a root say. */
  private List<PartitionPath.Part> partsBelowBase(String root) {
    if (options.basePath().isEmpty() || options.recursiveFileLookup()) {
      return List.of();
    }
    String base = store.qualify(options.basePath().get());
    if (!root.equals(base) && !root.startsWith(base.endsWith("/") ? base : base + "/")) {
      throw new DistaffException(
          ErrorCode.INVALID_CONFIGURATION, root + " is not below the basePath " + base);
    }
    List<PartitionPath.Part> parts = new ArrayList<>();
    for (String name : List.of(root.substring(base.length()).split("/", -1))) {
      PartitionPath.parse(name).ifPresent(parts::add);
    }
    return parts;
  }

  /**
   * Finds out what the partition columns are, from at most this many directories of each level, the
   * first and the last among them.
   *
   * @param declared columns whose names and types are known, of directories or not; others are
   *     found out. Throws SEMANTIC_ERROR when directories can't give values of such a type
   */
  Discovery discover(int directories, Schema declared) {
    List<Node> level = roots;
    List<List<Optional<String>>> values = new ArrayList<>();
    List<String> names = new ArrayList<>();
    boolean complete = true;
    while (true) {
      note(level, names, values);
      List<Node> looked = Sample.of(level, directories);
      complete &= looked.size() == level.size();
      List<Node> next = children(looked);
      if (next == null) {
        level = looked;
        break;
      }
      level = next;
    }
    List<Field> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(column(names.get(i), values.get(i), declared));
    }
    Schema schema = new Schema(columns);
    // Without partition directories there is nothing that could be left out.
    return names.isEmpty()
        ? new Discovery(schema, files(roots, schema), true)
        : new Discovery(schema, files(level, schema), complete);
  }

  private Field column(String name, List<Optional<String>> values, Schema declared) {
    Optional<Field> known =
        declared.fields().stream().filter(f -> f.name().equalsIgnoreCase(name)).findFirst();
    known.ifPresent(field -> PartitionValues.checkType(field.name(), field.type()));
    return known
        .map(field -> new Field(field.name(), field.type(), true))
        .orElseGet(
            () ->
                new Field(
                    name,
                    options.partitionColumnTypeInference()
                        ? PartitionValues.type(values)
                        : DataType.STRING,
                    true));
  }

  /**
   * Files of a table whose partition columns are known, from at most this many directories of each
   * level; all files when there are no such columns.
   */
  List<DataFile> look(Schema columns, int directories) {
    List<Node> level = roots;
    for (int depth = 0; depth < columns.size(); depth++) {
      List<Node> looked = Sample.of(level, directories);
      List<Node> next = children(looked);
      level = next == null ? looked : next;
    }
    return files(level, columns);
  }

  /** Collects what a level's directories say, and checks that they speak of the same columns. */
  private static void note(
      List<Node> level, List<String> names, List<List<Optional<String>>> values) {
    for (Node node : level) {
      Node first = level.get(0);
      boolean alike = node.parts().size() == first.parts().size();
      for (int i = 0; alike && i < node.parts().size(); i++) {
        alike = node.parts().get(i).column().equalsIgnoreCase(first.parts().get(i).column());
      }
      if (!alike) {
        throw conflict(first.path(), node.path(), "they name other partition columns");
      }
    }
    for (int i = 0; !level.isEmpty() && i < level.get(0).parts().size(); i++) {
      if (i == names.size()) {
        String name = level.get(0).parts().get(i).column();
        if (names.stream().anyMatch(name::equalsIgnoreCase)) {
          throw new DistaffException(
              ErrorCode.SCHEMA_MISMATCH,
              "the partition column " + name + " occurs twice in " + level.get(0).path());
        }
        names.add(name);
        values.add(new ArrayList<>());
      }
      for (Node node : level) {
        values.get(i).add(node.parts().get(i).value());
      }
    }
  }

  /** The files of the partitions that match. */
  List<DataFile> matching(Schema columns, List<Expression> conjuncts) {
    PartitionFilter filter = new PartitionFilter(columns, conjuncts);
    List<Node> level = roots;
    while (true) {
      List<Node> matched =
          level.stream().filter(node -> filter.mayMatch(values(node, columns))).toList();
      List<Node> next = children(matched);
      if (next == null) {
        return files(matched, columns);
      }
      level = next;
    }
  }

  /** What a directory and those around it say, by name of the column. */
  private static Map<String, Literal> values(Node node, Schema columns) {
    if (node.parts().size() > columns.size()) {
      throw conflict(node.path(), "others", "it has more partition columns");
    }
    Map<String, Literal> values = new LinkedHashMap<>();
    for (int i = 0; i < node.parts().size(); i++) {
      PartitionPath.Part part = node.parts().get(i);
      if (!part.column().equalsIgnoreCase(columns.field(i).name())) {
        throw conflict(node.path(), "others", "it names the partition column " + part.column());
      }
      values.put(
          columns.field(i).name(),
          PartitionValues.literal(part.value(), columns.type(i), node.path()));
    }
    return values;
  }

  /** The partition directories of a level's directories; null when it is the last level. */
  private List<Node> children(List<Node> level) {
    if (options.recursiveFileLookup()) {
      return null;
    }
    List<FileStore.Listing> lists = reads.map(level, this::list);
    List<Node> children = new ArrayList<>();
    String other = null;
    for (int i = 0; i < level.size(); i++) {
      Node node = level.get(i);
      FileStore.Listing list = lists.get(i);
      if (node.file() != null || !list.files().isEmpty()) {
        other = node.file() != null ? node.path() : list.files().get(0).path();
      }
      for (String directory : list.directories()) {
        Optional<PartitionPath.Part> part = PartitionPath.parse(name(directory));
        if (part.isPresent()) {
          children.add(node.child(directory, part.get()));
        } else {
          other = directory;
        }
      }
    }
    if (children.isEmpty()) {
      return null;
    }
    if (other != null) {
      throw conflict(
          children.get(0).path(), other, "one is a partition directory, the other is not");
    }
    return children;
  }

  private FileStore.Listing list(Node node) {
    return node.file() != null ? new FileStore.Listing(List.of(), List.of()) : list(node.path());
  }

  private FileStore.Listing list(String directory) {
    FileStore.Listing known = listings.get(directory);
    if (known == null) {
      FileStore.Listing now = options.files().of(store.list(directory));
      known = listings.putIfAbsent(directory, now);
      known = known == null ? now : known;
    }
    return known;
  }

  /** A directory and the values that it gives to the files at any depth below it. */
  private record Leaf(String path, Map<String, Literal> partition) {}

  /** All files at or below directories of the last level, by path; of one named twice, twice. */
  private List<DataFile> files(List<Node> level, Schema columns) {
    List<DataFile> files = new ArrayList<>();
    List<Leaf> leaves = new ArrayList<>();
    for (Node node : level) {
      Map<String, Literal> partition = values(node, columns);
      if (node.file() != null) {
        files.add(new DataFile(node.file(), partition));
      } else {
        leaves.add(new Leaf(node.path(), partition));
      }
    }
    while (!leaves.isEmpty()) {
      List<FileStore.Listing> lists = reads.map(leaves, leaf -> list(leaf.path()));
      List<Leaf> below = new ArrayList<>();
      for (int i = 0; i < lists.size(); i++) {
        Leaf leaf = leaves.get(i);
        if (leaf.partition().size() < columns.size() && !lists.get(i).files().isEmpty()) {
          throw conflict(
              lists.get(i).files().get(0).path(),
              "the table's partitions",
              "it isn't in directories for " + columns);
        }
        lists.get(i).files().forEach(file -> files.add(new DataFile(file, leaf.partition())));
        for (String directory : lists.get(i).directories()) {
          if (!options.recursiveFileLookup() && PartitionPath.parse(name(directory)).isPresent()) {
            throw conflict(
                directory, leaf.path(), "one is a partition directory, the other is not");
          }
          below.add(new Leaf(directory, leaf.partition()));
        }
      }
      leaves = below;
    }
    files.sort(Comparator.comparing(file -> file.file().path()));
    return files;
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static DistaffException conflict(String one, String other, String why) {
    return new DistaffException(
        ErrorCode.SCHEMA_MISMATCH,
        "%s doesn't go with %s in one table: %s; read them one by one, or with the option recursiveFileLookup=true, which takes every file and no partition columns"
            .formatted(one, other, why));
  }
}
