package io.distaff.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.storage.FileStore;
import io.distaff.types.DataType;
import io.distaff.warehouse.Entry.ColumnEntry;
import io.distaff.warehouse.Entry.DatabaseEntry;
import io.distaff.warehouse.Entry.MovedEntry;
import io.distaff.warehouse.Entry.RelationEntry;
import io.distaff.warehouse.Entry.TableEntry;
import io.distaff.warehouse.Entry.ViewEntry;
import io.distaff.warehouse.StoredStatistics.ColumnFigures;
import io.distaff.warehouse.Warehouse.DropMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseTest {
  private static final RelationName T = new RelationName("default", "t");

  /** A table's file as the first release writes it. */
  private static final String OLD_SAMPLE =
      """
      {"format":1,"entry":{"@":"TableEntry","name":"Orders","id":"0f8fad5b-d9cb","columns":[\
      {"name":"id","type":"bigint","nullable":false,"comment":"the key"},\
      {"name":"tags","type":"array<string>","nullable":true,"comment":""}],"format":"parquet",\
      "options":{"compression":"zstd"},"partitionColumns":[],"location":"file:/data/orders",\
      "managed":false,"comment":"","properties":{"owner":"ann"},"createdMillis":1700000000000,\
      "statistics":{"files":"2-abc","rows":7,"sizeBytes":512,"columns":{"id":{"smallest":"1",\
      "largest":"9","nulls":0,"distinct":7}}}}}\
      """;

  @TempDir Path directory;

  private final FileStore store = FileStore.open(Map.of());

  private Warehouse warehouse() {
    return new Warehouse(store, directory + "/warehouse/");
  }

  private Path files(String below) {
    return directory.resolve("warehouse/_distaff/" + below);
  }

  private static ViewEntry view(String name, String sql) {
    return new ViewEntry(name, sql, "default", List.of(), false, "", Map.of(), 0);
  }

  private TableEntry table(String name, String location) {
    List<ColumnEntry> columns = List.of(new ColumnEntry("a", "decimal(10,2)", true, ""));
    return new TableEntry(
        name,
        Warehouse.newTableId(),
        columns,
        "parquet",
        Map.of(),
        List.of(),
        location,
        true,
        "",
        Map.of(),
        0,
        null);
  }

  private static void assertFails(ErrorCode code, String message, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            DistaffException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void keepsWhatWasCreated() {
    Warehouse one = warehouse();
    assertThat(one.databases()).containsExactly("default");
    assertThat(directory).isEmptyDirectory();
    one.createDatabase(
        new DatabaseEntry("Sales", one.location("Sales"), "all of it", Map.of("k", "v")));
    TableEntry orders = table("Orders", one.newLocation(T, Warehouse.newTableId()));
    one.create("sales", orders);
    one.create("SALES", view("V", "select 1"));
    Warehouse other = warehouse();
    assertThat(other.databases()).containsExactly("default", "Sales");
    assertThat(other.requireDatabase("sales").comment()).isEqualTo("all of it");
    assertThat(other.relations("sales"))
        .extracting(RelationEntry::name)
        .containsExactly("Orders", "V");
    RelationEntry read = other.relation(new RelationName("SALES", "ORDERS")).orElseThrow();
    assertThat(read).isEqualTo(orders);
    assertThat(read.schema().type(0)).isEqualTo(DataType.decimal(10, 2));
    assertThat(other.relation(T)).isEmpty();
    assertThat(other.relation(new RelationName("default", "../sales"))).isEmpty();
  }

  @Test
  void tellsWhatIsWrongWithNames() {
    Warehouse warehouse = warehouse();
    warehouse.create("default", view("orders", "select 1"));
    assertFails(
        ErrorCode.NAME_ALREADY_EXISTS,
        "view default.ORDERS exists already",
        () -> warehouse.create("default", view("ORDERS", "select 2")));
    assertFails(
        ErrorCode.TABLE_NOT_FOUND,
        "table default.order not found; did you mean orders?",
        () -> warehouse.drop(new RelationName("default", "order"), RelationEntry.class));
    assertFails(
        ErrorCode.TABLE_NOT_FOUND,
        "orders not found",
        () -> warehouse.drop(new RelationName("default", "orders"), TableEntry.class));
    assertFails(
        ErrorCode.DATABASE_NOT_FOUND,
        "database defualt not found; did you mean default?",
        () -> warehouse.create("defualt", view("v", "select 1")));
    assertFails(
        ErrorCode.SEMANTIC_ERROR,
        "'a/b' can't be the name of a view",
        () -> warehouse.create("default", view("a/b", "select 1")));
    assertFails(
        ErrorCode.NAME_ALREADY_EXISTS,
        "database Default exists already",
        () -> warehouse.createDatabase(new DatabaseEntry("Default", "x", "", Map.of())));
  }

  @Test
  void dropsTablesWithTheirFilesAndNeverCountsAgainFromOne() throws IOException {
    Warehouse warehouse = warehouse();
    Path data = Files.createDirectories(directory.resolve("data"));
    Files.writeString(data.resolve("part-0"), "x");
    warehouse.create("default", table("t", data.toString()));
    warehouse.drop(T, TableEntry.class);
    assertThat(data).doesNotExist();
    assertThat(warehouse.relations("default")).isEmpty();
    warehouse.create("default", view("t", "select 1"));
    assertThat(files("default/relations/t/v3.json")).exists();
  }

  @Test
  void renames() {
    Warehouse warehouse = warehouse();
    warehouse.create("default", view("t", "select 1"));
    warehouse.create("default", view("u", "select 2"));
    assertFails(
        ErrorCode.NAME_ALREADY_EXISTS,
        "view default.u exists already",
        () -> warehouse.rename(T, new RelationName("default", "u")));
    warehouse.rename(T, new RelationName("default", "w"));
    assertThat(warehouse.relations("default"))
        .extracting(RelationEntry::name)
        .containsExactly("u", "w");
  }

  private static final RelationName U = new RelationName("default", "u");

  private RelationFiles names() {
    return new RelationFiles(
        new EntryFiles(store), name -> files("default/relations/" + name.name()).toString());
  }

  @Test
  void aRenameThatStopsBeforeItsStepDoesntHappen() {
    Warehouse warehouse = warehouse();
    warehouse.create("default", view("t", "select 1"));
    EntryFiles.Version source = names().latest(T);
    MovedEntry moved = names().announce(T, source, U, names().latest(U)).orElseThrow();
    assertThat(warehouse.relation(U)).isEmpty();
    assertThat(warehouse.relations("default")).extracting(RelationEntry::name).containsExactly("t");
    warehouse.create("default", view("u", "select 2"));
    assertThat(names().move(T, source, moved)).isFalse();
    assertThat(((ViewEntry) warehouse.relation(T).orElseThrow()).sql()).isEqualTo("select 1");
    assertThat(((ViewEntry) warehouse.relation(U).orElseThrow()).sql()).isEqualTo("select 2");
  }

  @Test
  void aRenameThatStopsBehindItsStepHasHappened() throws IOException {
    Warehouse warehouse = warehouse();
    warehouse.create("default", view("t", "select 1"));
    EntryFiles.Version source = names().latest(T);
    MovedEntry moved = names().announce(T, source, U, names().latest(U)).orElseThrow();
    EntryFiles versions = new EntryFiles(store);
    String from = files("default/relations/t").toString();
    assertThat(versions.publish(from, source, moved)).isTrue();
    assertThat(warehouse.relation(T)).isEmpty();
    assertThat(((ViewEntry) warehouse.relation(U).orElseThrow()).sql()).isEqualTo("select 1");
    warehouse.create("default", view("t", "select 3"));
    for (int i = 0; i < 2 * EntryFiles.KEPT; i++) {
      String key = "k" + i;
      warehouse.update(T, current -> with(current, key));
      makeOld("default/relations/t");
    }
    assertThat(store.entries(from)).doesNotContain("v" + (source.number() + 1) + ".json");
    assertThat(((ViewEntry) warehouse.relation(U).orElseThrow()).sql()).isEqualTo("select 1");
    RelationName w = new RelationName("default", "w");
    warehouse.rename(U, w);
    warehouse.rename(T, U);
    assertThat(((ViewEntry) warehouse.relation(w).orElseThrow()).sql()).isEqualTo("select 1");
    assertThat(warehouse.relation(U).orElseThrow().properties()).hasSize(2 * EntryFiles.KEPT);
    warehouse.drop(w, RelationEntry.class);
    assertThat(warehouse.relations("default")).hasSize(1);
  }

  @Test
  void aDatabaseThatIsDroppedLetsNothingArrive() {
    Warehouse warehouse = warehouse();
    warehouse.createDatabase(new DatabaseEntry("d", warehouse.location("d"), "", Map.of()));
    warehouse.create("default", view("t", "select 1"));
    RelationFiles names =
        new RelationFiles(
            new EntryFiles(store),
            name -> files(name.database() + "/relations/" + name.name()).toString());
    RelationName to = new RelationName("d", "t");
    EntryFiles.Version source = names.latest(T);
    MovedEntry moved = names.announce(T, source, to, names.latest(to)).orElseThrow();
    warehouse.dropDatabase("d", DropMode.RESTRICT);
    assertThat(names.move(T, source, moved)).isFalse();
    assertFails(ErrorCode.DATABASE_NOT_FOUND, "d", () -> warehouse.rename(T, to));
    assertThat(warehouse.relation(T)).isPresent();
  }

  /** A name to which others rename, from which others rename, that others create and drop. */
  @Test
  void neitherLosesNorDoublesWhatSeveralRename() throws Exception {
    List<String> names = List.of("a", "b", "c");
    warehouse().create("default", view("a", "one"));
    warehouse().create("default", view("b", "two"));
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < 3; writer++) {
        Warehouse own = warehouse();
        Random random = new Random(writer);
        running.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 40; i++) {
                    String from = names.get(random.nextInt(3));
                    String to = names.get(random.nextInt(3));
                    renameIfPossible(own, from, to);
                  }
                }));
      }
      for (Future<?> writer : running) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(warehouse().relations("default"))
        .extracting(entry -> ((ViewEntry) entry).sql())
        .containsExactlyInAnyOrder("one", "two");
  }

  private static void renameIfPossible(Warehouse warehouse, String from, String to) {
    try {
      warehouse.rename(new RelationName("default", from), new RelationName("default", to));
    } catch (DistaffException e) {
      assertThat(e.code())
          .isIn(
              ErrorCode.TABLE_NOT_FOUND, ErrorCode.NAME_ALREADY_EXISTS, ErrorCode.CATALOG_CONFLICT);
    }
  }

  @Test
  void aTableThatIsReplacedTakesItsFilesWithIt() {
    Warehouse warehouse = warehouse();
    TableEntry old = table("t", warehouse.newLocation(T, Warehouse.newTableId()));
    TableEntry replacing = table("t", warehouse.newLocation(T, Warehouse.newTableId()));
    warehouse.createOrReplace("default", old);
    assertThat(store.exists(old.location())).isTrue();
    warehouse.createOrReplace("default", replacing);
    assertThat(warehouse.relation(T)).contains(replacing);
    assertThat(store.exists(old.location())).isFalse();
    assertThat(store.exists(replacing.location())).isTrue();
    warehouse.create("default", view("v", "select 1"));
    assertFails(
        ErrorCode.NAME_ALREADY_EXISTS,
        "view default.v exists already",
        () -> warehouse.createOrReplace("default", table("v", replacing.location())));
  }

  @Test
  void dropsDatabases() {
    Warehouse warehouse = warehouse();
    warehouse.createDatabase(new DatabaseEntry("d", warehouse.location("d"), "", Map.of()));
    warehouse.create("d", view("v", "select 1"));
    assertFails(
        ErrorCode.SEMANTIC_ERROR,
        "database d isn't empty: it has v; CASCADE",
        () -> warehouse.dropDatabase("d", DropMode.RESTRICT));
    warehouse.dropDatabase("D", DropMode.CASCADE);
    assertThat(warehouse.databases()).containsExactly("default");
    warehouse.createDatabase(new DatabaseEntry("d", warehouse.location("d"), "", Map.of()));
    assertThat(warehouse.relations("d")).isEmpty();
    assertFails(
        ErrorCode.SEMANTIC_ERROR,
        "can't be dropped",
        () -> warehouse.dropDatabase("default", DropMode.CASCADE));
  }

  @Test
  void losesNoChangeOfSeveralWriters() throws Exception {
    int writers = 3;
    int changes = 20;
    warehouse().create("default", view("t", "select 1"));
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        int writer = i;
        Warehouse own = warehouse();
        running.add(
            threads.submit(
                () -> {
                  for (int c = 0; c < changes; c++) {
                    String key = writer + "." + c;
                    own.update(T, current -> with(current, key));
                  }
                }));
      }
      for (Future<?> writer : running) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(warehouse().relation(T).orElseThrow().properties()).hasSize(writers * changes);
    assertThat(store.entries(files("default/relations/t").toString()))
        .contains("v" + (1 + writers * changes) + ".json");
  }

  @Test
  void findsTheNextNumberTakenHoweverManyHaveComeSince() {
    EntryFiles versions = new EntryFiles(store);
    String path = files("default/relations/t").toString();
    assertThat(versions.publish(path, EntryFiles.Version.NONE, view("t", "select 1"))).isTrue();
    EntryFiles.Version read = versions.latest(path);
    for (int i = 0; i < 3 * EntryFiles.KEPT; i++) {
      assertThat(versions.publish(path, versions.latest(path), view("t", "select 2"))).isTrue();
    }
    assertThat(versions.publish(path, read, view("t", "select 3"))).isFalse();
  }

  @Test
  void keepsTheNewestVersionsAndThoseOfTheLastHour() throws Exception {
    Warehouse warehouse = warehouse();
    warehouse.create("default", view("t", "select 1"));
    String versions = "default/relations/t";
    for (int i = 0; i < 8; i++) {
      String key = "old." + i;
      warehouse.update(T, current -> with(current, key));
    }
    assertThat(store.entries(files(versions).toString())).hasSize(9);
    makeOld(versions);
    warehouse.update(T, current -> with(current, "new"));
    assertThat(store.entries(files(versions).toString()))
        .containsExactlyInAnyOrder("v6.json", "v7.json", "v8.json", "v9.json", "v10.json");
  }

  private void makeOld(String below) throws IOException {
    FileTime old = FileTime.from(Instant.now().minus(EntryFiles.KEPT_FOR).minusSeconds(60));
    for (String name : store.entries(files(below).toString())) {
      Files.setLastModifiedTime(files(below).resolve(name), old);
    }
  }

  private static RelationEntry with(RelationEntry entry, String key) {
    Map<String, String> properties = new HashMap<>(entry.properties());
    properties.put(key, "x");
    return entry.withProperties(properties);
  }

  @Test
  void letsOneOfTwoCreateAName() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 20; round++) {
        String name = "t" + round;
        List<Future<ErrorCode>> both = new ArrayList<>();
        for (int writer = 0; writer < 2; writer++) {
          String sql = "select " + writer;
          both.add(threads.submit(() -> create(name, sql)));
        }
        assertThat(both.get(0).get() == null ? both.get(1).get() : both.get(0).get())
            .isEqualTo(ErrorCode.NAME_ALREADY_EXISTS);
        assertThat(both.get(0).get() == null || both.get(1).get() == null).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private ErrorCode create(String name, String sql) {
    try {
      warehouse().create("default", view(name, sql));
      return null;
    } catch (DistaffException e) {
      return e.code();
    }
  }

  @Test
  void readsAnOldSample() throws IOException {
    Path orders = Files.createDirectories(files("default/relations/orders"));
    Files.writeString(orders.resolve("v12.json"), OLD_SAMPLE);
    TableEntry table =
        (TableEntry) warehouse().relation(new RelationName("default", "orders")).orElseThrow();
    assertThat(table.name()).isEqualTo("Orders");
    assertThat(table.columns())
        .containsExactly(
            new ColumnEntry("id", "bigint", false, "the key"),
            new ColumnEntry("tags", "array<string>", true, ""));
    assertThat(table.location()).isEqualTo("file:/data/orders");
    assertThat(table.statistics().columns())
        .isEqualTo(Map.of("id", new ColumnFigures("1", "9", 0, 7)));
    warehouse().update(new RelationName("default", "orders"), entry -> entry);
    assertThat(Files.readString(orders.resolve("v13.json"))).isEqualTo(OLD_SAMPLE);
  }

  @Test
  void namesTheFileThatIsDamagedOrTooNew() throws IOException {
    Path versions = Files.createDirectories(files("default/relations/t"));
    warehouse().create("default", view("t", "select 1"));
    Files.writeString(versions.resolve("v2.json"), OLD_SAMPLE.substring(0, 100));
    assertFails(ErrorCode.CATALOG_DAMAGED, "t/v2.json is damaged", () -> warehouse().relation(T));
    Files.writeString(versions.resolve("v3.json"), "");
    assertFails(ErrorCode.CATALOG_DAMAGED, "t/v3.json is damaged", () -> warehouse().relation(T));
    Files.writeString(versions.resolve("v4.json"), "{\"format\":2,\"entry\":{\"@\":\"Other\"}}");
    assertFails(
        ErrorCode.NOT_SUPPORTED,
        "t/v4.json has format 2, of a newer release",
        () -> warehouse().relation(T));
  }
}
