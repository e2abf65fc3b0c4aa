package io.distaff.cli.bench;

import io.distaff.error.DistaffException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs a workload on engines in turn: a pass of the one, a pass of the next, and so on, in the
 * other order every second time, so that what changes on the machine meets all of them. Answers are
 * compared. Used by one thread.
 */
public final class Benchmark implements AutoCloseable {
  private final Workload workload;
  private final List<BenchQuery> queries;
  private final String scratchDirectory;
  private final Consumer<String> progress;
  private final Map<Engine, ProcessBuilder> commands;
  private final Map<Engine, EngineProcess> running = new LinkedHashMap<>();
  private final Map<Engine, Measurement> measurements = new LinkedHashMap<>();

  /**
   * @param commands that start the engines, in the order in which they are shown; the first one's
   *     answers are what the others' are held against
   * @param scratchDirectory that queries may write below
   * @param progress is told what goes on
   */
  public Benchmark(
      Workload workload,
      Map<Engine, ProcessBuilder> commands,
      String scratchDirectory,
      Consumer<String> progress) {
    this.workload = workload;
    this.queries = workload.queries();
    this.commands = new LinkedHashMap<>(commands);
    this.scratchDirectory = scratchDirectory;
    this.progress = progress;
  }

  /**
   * Runs all passes.
   *
   * @throws DistaffException if an engine fails
   */
  public BenchReport run(int passes) throws InterruptedException {
    List<Engine> order = new ArrayList<>(commands.keySet());
    order.forEach(engine -> measurements.put(engine, new Measurement(engine)));
    for (int pass = 0; pass < passes; pass++) {
      for (Engine engine : order) {
        runPass(engine, pass);
      }
      Collections.reverse(order);
    }
    for (EngineProcess process : running.values()) {
      measurements.get(process.engine()).used(process.usage());
    }
    return new BenchReport(workload, List.copyOf(measurements.values()));
  }

  private void runPass(Engine engine, int pass) throws InterruptedException {
    EngineProcess process = running.get(engine);
    if (process == null) {
      process = start(engine);
    }
    List<Answer> answers = new ArrayList<>();
    long nanos = 0;
    for (BenchQuery query : queries) {
      Answer answer = run(process, query);
      nanos += answer.nanos();
      answers.add(answer);
    }
    measurements.get(engine).addPass(answers);
    progress.accept("%s: pass %d took %.2f s".formatted(engine, pass + 1, nanos / 1e9));
  }

  private EngineProcess start(Engine engine) throws InterruptedException {
    long start = System.nanoTime();
    EngineProcess process = EngineProcess.start(engine, commands.get(engine));
    running.put(engine, process);
    var unused = process.query("SELECT 1 AS one");
    measurements.get(engine).ready((System.nanoTime() - start) / 1e9);
    return process;
  }

  private Answer run(EngineProcess process, BenchQuery query) throws InterruptedException {
    if (query.destination() == BenchQuery.Destination.CLIENT) {
      return process.query(query.sql());
    }
    String directory = scratchDirectory + "/" + process.engine();
    Answer written = process.write(process.engine().writeStatement(query.sql(), directory));
    Answer readBack = process.query(Workload.checkOf(process.engine().filesIn(directory)));
    return new Answer(written.nanos(), written.bytesShuffled(), readBack.rows());
  }

  /** Where an engine didn't answer as the first one did in its first pass, a line each. */
  public List<String> differences() {
    List<String> differences = new ArrayList<>();
    Measurement reference = measurements.values().iterator().next();
    for (Measurement other : measurements.values()) {
      for (int pass = 0; pass < other.numPasses(); pass++) {
        for (int query = 0; query < queries.size(); query++) {
          Optional<String> difference =
              other.answer(pass, query).differenceFrom(reference.answer(0, query));
          if (difference.isPresent()) {
            differences.add(
                "%s: %s answers in pass %d not as %s: %s"
                    .formatted(
                        queries.get(query).name(),
                        other.engine(),
                        pass + 1,
                        reference.engine(),
                        difference.get()));
          }
        }
      }
    }
    return differences;
  }

  /** Ends the engines. */
  @Override
  public void close() {
    running.values().forEach(EngineProcess::close);
  }
}
