package io.distaff.scheduler.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distaff.codec.RecordCodec;
import io.distaff.concurrent.Clock;
import io.distaff.error.DistaffException;
import io.distaff.error.ErrorCode;
import io.distaff.ids.AttemptId;
import io.distaff.ids.QueryId;
import io.distaff.ids.StageId;
import io.distaff.ids.TaskId;
import io.distaff.rpc.TaskProduct.OutputFile;
import io.distaff.storage.FileInfo;
import io.distaff.storage.FileStore;
import io.distaff.storage.TaskOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutputCommitterTest {
  private static final QueryId QUERY = new QueryId(4);
  private static final List<String> OLD = List.of("old-0", "old-1");
  private static final List<String> NEW = List.of("new-0", "new-1", "new-2");

  @TempDir Path directory;

  private final FileStore store = new FileStore(new Configuration());
  private String target;

  @BeforeEach
  void target() {
    target = "file:" + directory.resolve("out");
  }

  /** The end of the process, at a step. */
  private static final class Crash extends Error {}

  private static OutputCommitter.Steps crashAt(int step) {
    return at(
        step,
        () -> {
          throw new Crash();
        });
  }

  private static OutputCommitter.Steps failAt(int step) {
    return at(
        step,
        () -> {
          throw new DistaffException(ErrorCode.WRITE_FAILED, "on purpose");
        });
  }

  private static OutputCommitter.Steps at(int step, Runnable action) {
    int[] count = {0};
    return name -> {
      if (count[0]++ == step) {
        action.run();
      }
    };
  }

  private List<OutputFile> writeTasks(StagedOutput staged, List<String> contents) {
    return writeTasks(store, staged, contents);
  }

  private static List<OutputFile> writeTasks(
      FileStore store, StagedOutput staged, List<String> contents) {
    List<OutputFile> files = new ArrayList<>();
    for (int p = 0; p < contents.size(); p++) {
      AttemptId attempt = new AttemptId(new TaskId(new StageId(QUERY, 0), p), 1);
      TaskOutput output = new TaskOutput(store, staged.tasksPath(), attempt);
      try (OutputStream out = output.create(".parquet")) {
        out.write(contents.get(p).getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      files.add(new OutputFile(output.files().get(0), 1, 5));
    }
    return files;
  }

  private void write(OutputCommitter committer, SaveMode mode, int query, List<String> contents) {
    StagedOutput staged =
        committer.prepare(target, mode, new QueryId(query), "app_1").orElseThrow();
    staged.commit(writeTasks(staged, contents));
  }

  private void writeOld() {
    write(new OutputCommitter(store), SaveMode.ERROR, 1, OLD);
  }

  private List<FileInfo> dataFiles(String directory) {
    FileStore.Listing listing = store.list(directory);
    List<FileInfo> files = new ArrayList<>(listing.files());
    listing.directories().forEach(below -> files.addAll(dataFiles(below)));
    return files;
  }

  /** What readers see, in the order of file names. */
  private List<String> visible() {
    if (!store.exists(target)) {
      return List.of();
    }
    return dataFiles(target).stream()
        .map(file -> new String(store.readAll(file.path()), StandardCharsets.UTF_8))
        .sorted()
        .toList();
  }

  private void assertNothingTemporary() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      assertThat(all.map(p -> p.getFileName().toString()))
          .noneMatch(name -> name.contains(".distaff-") || name.endsWith(".new"));
    }
  }

  @Test
  void namesFilesForReadersAndMarksSuccess() throws IOException {
    write(new OutputCommitter(store), SaveMode.ERROR, 4, NEW);
    assertThat(dataFiles(target))
        .extracting(FileInfo::name)
        .containsExactly(
            "part-00000-app_1-4.parquet",
            "part-00001-app_1-4.parquet",
            "part-00002-app_1-4.parquet");
    assertThat(store.entries(target)).contains("_SUCCESS");
    assertThat(visible()).isEqualTo(NEW);
    assertNothingTemporary();
  }

  @Test
  void stagesOutOfSight() {
    writeOld();
    StagedOutput staged =
        new OutputCommitter(store).prepare(target, SaveMode.APPEND, QUERY, "app_1").orElseThrow();
    writeTasks(staged, NEW);
    assertThat(visible()).isEqualTo(OLD);
    assertThat(dataFiles("file:" + directory)).hasSize(OLD.size());
  }

  @Test
  void modesRuleWhatHappensToOldData() throws IOException {
    writeOld();
    OutputCommitter committer = new OutputCommitter(store);
    assertThatThrownBy(() -> committer.prepare(target, SaveMode.ERROR, QUERY, "app_1"))
        .isInstanceOf(DistaffException.class)
        .hasMessageContaining(target)
        .hasMessageContaining("overwrite")
        .extracting(e -> ((DistaffException) e).code())
        .isEqualTo(ErrorCode.PATH_ALREADY_EXISTS);
    Optional<StagedOutput> ignored = committer.prepare(target, SaveMode.IGNORE, QUERY, "app_1");
    assertThat(ignored).isEmpty();
    write(committer, SaveMode.APPEND, 2, NEW);
    assertThat(visible()).containsExactlyInAnyOrderElementsOf(union());
    write(committer, SaveMode.OVERWRITE, 3, List.of("newest"));
    assertThat(visible()).containsExactly("newest");
    write(committer, SaveMode.OVERWRITE, 4, List.of());
    assertThat(visible()).isEmpty();
    assertThat(store.entries(target)).contains("_SUCCESS");
    assertNothingTemporary();
  }

  private static List<String> union() {
    return Stream.concat(OLD.stream(), NEW.stream()).toList();
  }

  @Test
  void aTargetThatAppearsMeanwhileIsLeftAlone() throws IOException {
    OutputCommitter committer = new OutputCommitter(store);
    StagedOutput staged = committer.prepare(target, SaveMode.ERROR, QUERY, "app_1").orElseThrow();
    List<OutputFile> files = writeTasks(staged, NEW);
    writeOld();
    assertThatThrownBy(() -> staged.commit(files)).hasMessageContaining("exists already");
    assertThat(visible()).isEqualTo(OLD);
    assertNothingTemporary();
  }

  @Test
  void abortLeavesTheOldDataAndNothingElse() throws IOException {
    writeOld();
    StagedOutput staged =
        new OutputCommitter(store)
            .prepare(target, SaveMode.OVERWRITE, QUERY, "app_1")
            .orElseThrow();
    writeTasks(staged, NEW);
    staged.abort();
    staged.abort();
    assertThat(visible()).isEqualTo(OLD);
    assertNothingTemporary();
  }

  /** One was killed while it wrote, another when it had written all but hadn't told. */
  @ParameterizedTest
  @EnumSource(
      value = SaveMode.class,
      names = {"APPEND", "OVERWRITE"})
  void attemptsThatWereKilledAreNeitherCommittedNorLeft(SaveMode mode) throws IOException {
    writeOld();
    StagedOutput staged =
        new OutputCommitter(store).prepare(target, mode, QUERY, "app_1").orElseThrow();
    for (int attempt : new int[] {0, 2}) {
      TaskId task = new TaskId(new StageId(QUERY, 0), 1);
      TaskOutput killed = new TaskOutput(store, staged.tasksPath(), new AttemptId(task, attempt));
      for (String subdirectory : List.of("", "k=1")) {
        try (OutputStream out = killed.create(subdirectory, ".parquet")) {
          out.write("killed".getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    staged.commit(writeTasks(staged, NEW));
    assertThat(visible())
        .containsExactlyInAnyOrderElementsOf(mode == SaveMode.APPEND ? union() : NEW);
    assertNothingTemporary();
  }

  @Test
  void abortAfterCommitUndoesNothing() {
    writeOld();
    StagedOutput staged =
        new OutputCommitter(store).prepare(target, SaveMode.APPEND, QUERY, "app_1").orElseThrow();
    staged.commit(writeTasks(staged, NEW));
    staged.abort();
    assertThat(visible()).containsExactlyInAnyOrderElementsOf(union());
  }

  @ParameterizedTest
  @EnumSource(
      value = SaveMode.class,
      names = {"ERROR", "APPEND", "OVERWRITE"})
  void aCrashAtAnyStepLeavesOldOrNewAfterRecovery(SaveMode mode) throws IOException {
    int crashes = 0;
    boolean sawOld = false;
    boolean sawNew = false;
    for (boolean crashed = true; crashed; crashes++) {
      store.delete(target);
      List<String> before = mode == SaveMode.ERROR ? List.of() : OLD;
      if (mode != SaveMode.ERROR) {
        writeOld();
      }
      crashed = crashes(new OutputCommitter(store, crashAt(crashes)), mode);
      // The next attempt of the driver comes to the same query, and then gives it up.
      new OutputCommitter(store)
          .prepare(target, SaveMode.OVERWRITE, QUERY, "app_1")
          .orElseThrow()
          .abort();
      if (mode == SaveMode.APPEND) {
        new OutputCommitter(store)
            .prepare(target, SaveMode.APPEND, QUERY, "app_1")
            .ifPresent(StagedOutput::abort);
      }
      List<String> after = mode == SaveMode.APPEND ? union().stream().sorted().toList() : NEW;
      assertThat(visible()).as("crash at step %d", crashes).isIn(before, after);
      sawOld |= visible().equals(before);
      sawNew |= visible().equals(after) && crashed;
      assertNothingTemporary();
    }
    assertThat(crashes).isGreaterThan(6);
    assertThat(sawOld).isTrue();
    assertThat(sawNew).isTrue();
  }

  private boolean crashes(OutputCommitter committer, SaveMode mode) {
    try {
      write(committer, mode, QUERY.number(), NEW);
      return false;
    } catch (Crash crash) {
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SaveMode.class,
      names = {"ERROR", "APPEND", "OVERWRITE"})
  void aFailureAtAnyStepOfTheCommitLeavesTheOldDataWhole(SaveMode mode) throws IOException {
    int failures = 0;
    for (boolean failed = true; failed; failures++) {
      store.delete(target);
      if (mode != SaveMode.ERROR) {
        writeOld();
      }
      int prepareSteps = mode == SaveMode.APPEND ? 2 : 3;
      OutputCommitter committer = new OutputCommitter(store, failAt(failures + prepareSteps));
      try {
        write(committer, mode, QUERY.number(), NEW);
        failed = false;
      } catch (DistaffException e) {
        assertThat(visible()).isEqualTo(mode == SaveMode.ERROR ? List.of() : OLD);
        assertNothingTemporary();
      }
    }
    assertThat(failures).isGreaterThan(4);
  }

  // Partitions.

  private static final Map<String, String> OLD_PARTITIONS =
      Map.of("k=1", "old-1", "k=2", "old-2", "j=0/k=3", "old-3");

  private static final Map<String, String> NEW_PARTITIONS =
      Map.of("k=2", "new-2", "j=0/k=3", "new-3", "j=1/k=4", "new-4");

  private List<OutputFile> writeTasks(StagedOutput staged, Map<String, String> partitions) {
    List<OutputFile> files = new ArrayList<>();
    AttemptId attempt = new AttemptId(new TaskId(new StageId(QUERY, 0), 0), 1);
    TaskOutput output = new TaskOutput(store, staged.tasksPath(), attempt);
    new TreeMap<>(partitions)
        .forEach(
            (partition, content) -> {
              try (OutputStream out = output.create(partition, ".parquet")) {
                out.write(content.getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
              files.add(new OutputFile(output.files().get(files.size()), 1, 5));
            });
    return files;
  }

  private void write(
      OutputCommitter committer, SaveMode mode, int query, Map<String, String> partitions) {
    StagedOutput staged =
        committer.prepare(target, mode, new QueryId(query), "app_1").orElseThrow();
    staged.commit(writeTasks(staged, partitions));
  }

  /** By directory below the target; several files of one are joined. */
  private Map<String, String> visiblePartitions() {
    Map<String, String> visible = new TreeMap<>();
    for (FileInfo file : dataFiles(target)) {
      String below = file.path().substring(file.path().lastIndexOf("/out/") + "/out/".length());
      String content = new String(store.readAll(file.path()), StandardCharsets.UTF_8);
      visible.merge(below.substring(0, below.lastIndexOf('/')), content, (a, b) -> a + " and " + b);
    }
    return visible;
  }

  private static Map<String, String> replaced() {
    Map<String, String> after = new TreeMap<>(OLD_PARTITIONS);
    after.putAll(NEW_PARTITIONS);
    return after;
  }

  @Test
  void modesRuleWhatHappensToOldPartitions() throws IOException {
    OutputCommitter committer = new OutputCommitter(store);
    write(committer, SaveMode.OVERWRITE_PARTITIONS, 1, OLD_PARTITIONS);
    assertThat(visiblePartitions()).isEqualTo(OLD_PARTITIONS);
    write(committer, SaveMode.OVERWRITE_PARTITIONS, 2, NEW_PARTITIONS);
    assertThat(visiblePartitions()).isEqualTo(replaced());
    write(committer, SaveMode.APPEND, 3, Map.of("k=1", "more", "k=9", "first"));
    assertThat(visiblePartitions()).containsEntry("k=9", "first").containsKey("k=2");
    assertThat(visiblePartitions().get("k=1").split(" and "))
        .containsExactlyInAnyOrder("old-1", "more");
    write(committer, SaveMode.OVERWRITE, 4, NEW_PARTITIONS);
    assertThat(visiblePartitions()).isEqualTo(NEW_PARTITIONS);
    assertNothingTemporary();
  }

  @Test
  void aTargetWithAnEqualsSignIsStagedOutOfSight() throws IOException {
    target = "file:" + directory.resolve("k=1");
    writeOld();
    StagedOutput staged =
        new OutputCommitter(store).prepare(target, SaveMode.APPEND, QUERY, "app_1").orElseThrow();
    writeTasks(staged, NEW);
    assertThat(store.list(target).directories()).isEmpty();
    staged.abort();
    assertNothingTemporary();
  }

  @Test
  void aCrashAtAnyStepLeavesEachPartitionOldOrNewAndRecoveryMakesThemAlike() throws IOException {
    boolean sawOld = false;
    boolean sawNew = false;
    boolean crashed = true;
    for (int step = 0; crashed; step++) {
      store.delete(target);
      write(new OutputCommitter(store), SaveMode.ERROR, 1, OLD_PARTITIONS);
      try {
        write(
            new OutputCommitter(store, crashAt(step)),
            SaveMode.OVERWRITE_PARTITIONS,
            QUERY.number(),
            NEW_PARTITIONS);
        crashed = false;
      } catch (Crash crash) {
        visiblePartitions()
            .forEach(
                (partition, content) ->
                    assertThat(content)
                        .isIn(OLD_PARTITIONS.get(partition), NEW_PARTITIONS.get(partition)));
      }
      new OutputCommitter(store)
          .prepare(target, SaveMode.OVERWRITE_PARTITIONS, QUERY, "app_1")
          .orElseThrow()
          .abort();
      assertThat(visiblePartitions()).as("crash at step %d", step).isIn(OLD_PARTITIONS, replaced());
      sawOld |= visiblePartitions().equals(OLD_PARTITIONS);
      sawNew |= crashed && visiblePartitions().equals(replaced());
      assertNothingTemporary();
    }
    assertThat(sawOld).isTrue();
    assertThat(sawNew).isTrue();
  }

  @Test
  void aFailureAtAnyStepBringsEveryPartitionBack() throws IOException {
    boolean failed = true;
    int failures = 0;
    for (int step = 2; failed; step++) {
      store.delete(target);
      write(new OutputCommitter(store), SaveMode.ERROR, 1, OLD_PARTITIONS);
      try {
        write(
            new OutputCommitter(store, failAt(step)),
            SaveMode.OVERWRITE_PARTITIONS,
            QUERY.number(),
            NEW_PARTITIONS);
        failed = false;
      } catch (DistaffException e) {
        failures++;
        assertThat(visiblePartitions()).as("failure at %d", step).isEqualTo(OLD_PARTITIONS);
        assertThat(store.exists(target + "/j=1")).isFalse();
        assertNothingTemporary();
      }
    }
    assertThat(failures).isGreaterThan(8);
  }

  @Test
  void aCrashDuringTheUndoingOfACommitIsUndoneLater() throws IOException {
    for (int step = 0; step < 12; step++) {
      store.delete(target);
      writeOld();
      StagedOutput staged =
          new OutputCommitter(store, failSwapThenCrash(step))
              .prepare(target, SaveMode.OVERWRITE, QUERY, "app_1")
              .orElseThrow();
      List<OutputFile> files = writeTasks(staged, NEW);
      assertThatThrownBy(() -> staged.commit(files)).isInstanceOf(Throwable.class);
      new OutputCommitter(store)
          .prepare(target, SaveMode.APPEND, QUERY, "app_1")
          .orElseThrow()
          .abort();
      if (step > 0) {
        assertThat(visible()).as("crash %d steps into the undoing", step).isEqualTo(OLD);
      } else {
        assertThat(visible()).isIn(OLD, NEW);
      }
      assertNothingTemporary();
    }
  }

  /** Fails as the new data is about to take its place, and crashes some steps later. */
  private static OutputCommitter.Steps failSwapThenCrash(int later) {
    int[] sinceFailure = {-1};
    return name -> {
      if (sinceFailure[0] >= 0 && sinceFailure[0]++ == later) {
        throw new Crash();
      }
      if (sinceFailure[0] < 0 && name.matches("rename .*/data to .*")) {
        sinceFailure[0] = 0;
        throw new DistaffException(ErrorCode.WRITE_FAILED, "on purpose");
      }
    };
  }

  // Several writers at a time.

  private static final List<String> OTHER = List.of("other-0", "other-1");

  private static final Map<String, String> OTHER_PARTITIONS =
      Map.of("k=2", "other-2", "j=1/k=4", "other-4", "j=1/k=5", "other-5");

  private interface Write {
    void by(OutputCommitter committer, String application, boolean first);
  }

  /** What came of two writers. */
  private record Meeting(ErrorCode first, ErrorCode second) {}

  /**
   * The second writer begins at a step of the first, and does all that it can before that goes on.
   */
  private Optional<Meeting> meet(int step, String first, String second, Write write)
      throws InterruptedException {
    CountDownLatch firstEnded = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    ErrorCode[] outcome = new ErrorCode[2];
    OutputCommitter.Steps steps =
        at(
            step,
            () -> {
              CountDownLatch secondEndsOrWaits = new CountDownLatch(1);
              OutputCommitter other =
                  new OutputCommitter(
                      store,
                      name -> {},
                      Clock.system(),
                      millis -> {
                        secondEndsOrWaits.countDown();
                        firstEnded.await();
                      });
              Thread thread =
                  new Thread(
                      () -> {
                        outcome[1] = outcome(() -> write.by(other, second, false));
                        secondEndsOrWaits.countDown();
                      });
              threads.add(thread);
              thread.start();
              await(secondEndsOrWaits);
            });
    outcome[0] = outcome(() -> write.by(new OutputCommitter(store, steps), first, true));
    firstEnded.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    return threads.isEmpty() ? Optional.empty() : Optional.of(new Meeting(outcome[0], outcome[1]));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ErrorCode outcome(Runnable write) {
    try {
      write.run();
      return null;
    } catch (DistaffException e) {
      return e.code();
    }
  }

  @Test
  void ofTwoThatOverwriteOneIsLastWhereverTheyMeet() throws Exception {
    int meetings = 0;
    Set<List<String>> seen = new HashSet<>();
    for (Optional<Meeting> met = Optional.of(new Meeting(null, null)); met.isPresent(); ) {
      store.delete(target);
      writeOld();
      met =
          meet(
              meetings++,
              "app_2",
              "app_1",
              (committer, application, isFirst) ->
                  write(committer, SaveMode.OVERWRITE, application, isFirst ? NEW : OTHER));
      assertThat(met.orElse(new Meeting(null, null))).isEqualTo(new Meeting(null, null));
      assertThat(visible()).as("meeting at step %d", meetings).isIn(NEW, OTHER);
      seen.add(visible());
      assertNothingTemporary();
    }
    assertThat(meetings).isGreaterThan(6);
    assertThat(seen).hasSize(2);
  }

  @Test
  void ofTwoThatOverwritePartitionsOneIsLastInAllThatBothWrite() throws Exception {
    int meetings = 0;
    Set<String> seen = new HashSet<>();
    for (Optional<Meeting> met = Optional.of(new Meeting(null, null)); met.isPresent(); ) {
      store.delete(target);
      write(new OutputCommitter(store), SaveMode.ERROR, 1, OLD_PARTITIONS);
      met =
          meet(
              meetings++,
              "app_1",
              "app_2",
              (committer, application, isFirst) ->
                  writePartitions(
                      committer, application, isFirst ? NEW_PARTITIONS : OTHER_PARTITIONS));
      assertThat(met.orElse(new Meeting(null, null))).isEqualTo(new Meeting(null, null));
      if (met.isEmpty()) {
        break;
      }
      List<String> contents = visible();
      assertThat(contents).contains("old-1", "new-3", "other-5").hasSize(5);
      assertThat(contents.contains("new-2"))
          .as("meeting at step %d: %s", meetings, contents)
          .isEqualTo(contents.contains("new-4"));
      assertThat(contents.contains("other-2")).isEqualTo(contents.contains("other-4"));
      seen.add(contents.contains("new-2") ? "new" : "other");
      assertNothingTemporary();
    }
    assertThat(meetings).isGreaterThan(10);
    assertThat(seen).hasSize(2);
  }

  @Test
  void rowsThatAreAddedWhileTheTargetIsReplacedAreThereOrRefused() throws Exception {
    int meetings = 0;
    Set<ErrorCode> seen = new HashSet<>();
    for (Optional<Meeting> met = Optional.of(new Meeting(null, null)); met.isPresent(); ) {
      store.delete(target);
      writeOld();
      met =
          meet(
              meetings++,
              "app_1",
              "app_2",
              (committer, application, isFirst) ->
                  write(
                      committer,
                      isFirst ? SaveMode.APPEND : SaveMode.OVERWRITE,
                      application,
                      isFirst ? NEW : OTHER));
      if (met.isPresent()) {
        seen.add(met.get().first());
        assertThat(met.get().second()).isNull();
        assertThat(visible()).as("meeting at step %d", meetings).containsAll(OTHER);
        assertThat(visible())
            .doesNotContainAnyElementsOf(OLD)
            .hasSize(visible().contains("new-0") ? NEW.size() + OTHER.size() : OTHER.size());
      }
      assertNothingTemporary();
    }
    assertThat(seen).contains(null, ErrorCode.COMMIT_FAILED);
  }

  @Test
  void anIntentIsHonouredUntilNobodyRenewsIt() throws Exception {
    for (String dead : List.of("app_0", "app_2")) {
      store.delete(target);
      writeOld();
      long[] passedMillis = {0};
      List<Boolean> announced = new ArrayList<>();
      Clock clock = later(passedMillis);
      OutputCommitter committer =
          new OutputCommitter(
              store,
              name -> {},
              clock,
              millis -> {
                announced.add(isAnnounced("app_1"));
                passedMillis[0] += CommitTurns.LEASE_MILLIS / 2;
              });
      StagedOutput mine =
          committer.prepare(target, SaveMode.OVERWRITE, QUERY, "app_1").orElseThrow();
      List<OutputFile> mineFiles = writeTasks(mine, NEW);
      StagedOutput crashed =
          new OutputCommitter(store, crashAt(4))
              .prepare(target, SaveMode.OVERWRITE, QUERY, dead)
              .orElseThrow();
      List<OutputFile> crashedFiles = writeTasks(crashed, OTHER);
      assertThatThrownBy(() -> crashed.commit(crashedFiles)).isInstanceOf(Crash.class);
      mine.commit(mineFiles);
      assertThat(announced).as(dead).hasSizeGreaterThan(1).containsOnly(dead.equals("app_2"));
      assertThat(visible()).isEqualTo(NEW);
      assertNothingTemporary();
    }
  }

  /** Else two would make the same commit. */
  @Test
  void anIntentThatAppearsWhileOneLooksIsItsWritersToFinish() {
    FileStore late = new FileStore(LateFileSystem.configuration());
    String path = "late:" + directory.resolve("late");
    for (String other : List.of("app_0", "app_1")) {
      OutputCommitter committer = new OutputCommitter(late);
      QueryId query = new QueryId(7);
      StagedOutput mine = committer.prepare(path, SaveMode.OVERWRITE, QUERY, "app_1").orElseThrow();
      StagedOutput theirs =
          new OutputCommitter(late).prepare(path, SaveMode.OVERWRITE, query, other).orElseThrow();
      String staging = theirs.tasksPath().replace("/tasks", "");
      String intent = StagedOutput.intentPath(staging);
      byte[] promised =
          new CommitIntent(
                  CommitIntent.VERSION,
                  theirs.target(),
                  SaveMode.OVERWRITE,
                  CommitIntent.Placement.NEW_TARGET,
                  List.of())
              .encode(RecordCodec.json());
      LateFileSystem.afterMissing(
          StagedOutput.abortPath(staging),
          () -> assertThat(late.publish(intent, promised)).isTrue());
      mine.commit(List.of());
      assertThat(late.exists(intent)).as(other).isTrue();
      theirs.abort();
    }
  }

  /** Whoever can't be seen by others doesn't begin. */
  @Test
  void aCommitThatCantBeAnnouncedFails() {
    writeOld();
    StagedOutput staged =
        new OutputCommitter(store)
            .prepare(target, SaveMode.OVERWRITE, QUERY, "app_1")
            .orElseThrow();
    List<OutputFile> files = writeTasks(staged, NEW);
    String staging = staged.tasksPath().replace("/tasks", "");
    store.makeDirectories(StagedOutput.intentPath(staging));
    assertThat(outcome(() -> staged.commit(files))).isEqualTo(ErrorCode.COMMIT_FAILED);
    assertThat(visible()).isEqualTo(OLD);
  }

  @Test
  void anInterruptedThreadCanGiveUp() throws IOException {
    StagedOutput staged =
        new OutputCommitter(new FileStore(InterruptibleFileSystem.configuration()))
            .prepare("interruptible:" + directory + "/out", SaveMode.ERROR, QUERY, "app_1")
            .orElseThrow();
    Thread.currentThread().interrupt();
    staged.abort();
    assertThat(Thread.interrupted()).isTrue();
    assertNothingTemporary();
  }

  /** Else the next writer would finish it. */
  @Test
  void aCommitWhoseThreadIsInterruptedIsUndone() throws IOException {
    writeOld();
    FileStore interruptible = new FileStore(InterruptibleFileSystem.configuration());
    OutputCommitter.Steps steps =
        name -> {
          if (name.matches("rename .*/data to .*")) {
            Thread.currentThread().interrupt();
          }
        };
    StagedOutput staged =
        new OutputCommitter(interruptible, steps)
            .prepare("interruptible:" + directory + "/out", SaveMode.OVERWRITE, QUERY, "app_1")
            .orElseThrow();
    List<OutputFile> files = writeTasks(interruptible, staged, NEW);
    assertThat(outcome(() -> staged.commit(files))).isEqualTo(ErrorCode.WRITE_FAILED);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(visible()).isEqualTo(OLD);
    assertNothingTemporary();
  }

  @Test
  void aTargetMayLieInTheRootDirectory() {
    FileStore rooted = new FileStore(RootedFileSystem.configuration(directory));
    OutputCommitter committer = new OutputCommitter(rooted);
    for (List<String> contents : List.of(OLD, NEW)) {
      StagedOutput staged =
          committer.prepare("rooted:/out", SaveMode.OVERWRITE, QUERY, "app_1").orElseThrow();
      staged.commit(writeTasks(rooted, staged, contents));
      assertThat(visible()).isEqualTo(contents);
    }
  }

  @Test
  void oldDataComesBackWhenAnotherMakesItsDirectoryAtTheLastMoment() throws IOException {
    writeOld();
    OutputCommitter.Steps steps =
        name -> {
          if (name.matches("rename .*/data to .*")) {
            String other = target + "/_k-1.distaff-app_2-1/intent.json";
            assertThat(store.publish(other, new byte[0])).isTrue();
          }
        };
    assertThat(outcome(() -> write(new OutputCommitter(store, steps), SaveMode.OVERWRITE, 2, NEW)))
        .isEqualTo(ErrorCode.COMMIT_FAILED);
    assertThat(visible()).isEqualTo(OLD);
    assertNothingTemporary();
  }

  private boolean isAnnounced(String application) {
    return store.entries(directory.toString()).stream()
        .filter(entry -> entry.contains(application))
        .anyMatch(entry -> store.exists(directory + "/" + entry + "/intent.json"));
  }

  private static Clock later(long[] millis) {
    return new Clock() {
      @Override
      public long nanoTime() {
        return System.nanoTime() + millis[0] * 1_000_000;
      }

      @Override
      public long currentTimeMillis() {
        return System.currentTimeMillis() + millis[0];
      }
    };
  }

  private void write(
      OutputCommitter committer, SaveMode mode, String application, List<String> contents) {
    StagedOutput staged = committer.prepare(target, mode, QUERY, application).orElseThrow();
    staged.commit(writeTasks(staged, contents));
  }

  private void writePartitions(
      OutputCommitter committer, String application, Map<String, String> partitions) {
    StagedOutput staged =
        committer.prepare(target, SaveMode.OVERWRITE_PARTITIONS, QUERY, application).orElseThrow();
    staged.commit(writeTasks(staged, partitions));
  }
}
