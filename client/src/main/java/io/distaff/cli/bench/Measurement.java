package io.distaff.cli.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What one engine did in a benchmark. Filled by the thread that drives it.
 *
 * <p>Passes count from 0, queries as the workload has them. Pass 0 is the first of a fresh process.
 */
final class Measurement {
  private final Engine engine;
  private final List<List<Answer>> passes = new ArrayList<>();
  private double readySeconds;
  private double cpuSeconds;
  private long peakResidentBytes;

  Measurement(Engine engine) {
    this.engine = engine;
  }

  Engine engine() {
    return engine;
  }

  void addPass(List<Answer> answers) {
    passes.add(List.copyOf(answers));
  }

  void ready(double seconds) {
    readySeconds = seconds;
  }

  void used(ProcessUsage usage) {
    cpuSeconds = usage.cpuSeconds();
    peakResidentBytes = usage.peakResidentBytes();
  }

  int numPasses() {
    return passes.size();
  }

  Answer answer(int pass, int query) {
    return passes.get(pass).get(query);
  }

  double millis(int pass, int query) {
    return answer(pass, query).nanos() / 1e6;
  }

  double firstMillis(int query) {
    return millis(0, query);
  }

  /** The best of all passes but the first; of the first where there is no other. */
  double warmMillis(int query) {
    List<Double> times = new ArrayList<>();
    for (int pass = numPasses() > 1 ? 1 : 0; pass < numPasses(); pass++) {
      times.add(millis(pass, query));
    }
    return Collections.min(times);
  }

  /** From the start of the process to the answer of a statement that reads nothing. */
  double readySeconds() {
    return readySeconds;
  }

  /** Of the whole run, start included. */
  double cpuSeconds() {
    return cpuSeconds;
  }

  /** The most that was resident at one time in all of the engine's processes. */
  long peakResidentBytes() {
    return peakResidentBytes;
  }

  /** Of the last pass. */
  long bytesShuffled() {
    return passes.get(numPasses() - 1).stream().mapToLong(Answer::bytesShuffled).sum();
  }
}
