/**
 * Benchmarks of the engine beside others: each engine is a process of its own that runs statements
 * from its standard input, so that none shares a heap, a JIT or a class path with another.
 *
 * <p>In reading order: {@link io.distaff.cli.bench.Workload}, the queries; {@link
 * io.distaff.cli.bench.Engine}, the engines and the commands that start them; {@link
 * io.distaff.cli.bench.EngineProcess}, one that runs, and {@link
 * io.distaff.cli.bench.ProcessUsage}, what it costs; {@link io.distaff.cli.bench.Benchmark}, the
 * passes; {@link io.distaff.cli.bench.Answer}, which are compared; {@link
 * io.distaff.cli.bench.BenchReport}, the figures. {@link io.distaff.cli.bench.LatencyBenchmark} and
 * {@link io.distaff.cli.bench.PlanningBenchmark} stand for themselves: a client from start to end,
 * and what this engine's planner takes.
 *
 * <p>What an engine's process says: of each statement its rows as a JSON object a line on standard
 * output (none where it writes), then on standard error a JSON object with {@code statement} and
 * {@code rows}, or a line that begins with {@code error:}. That is how {@code distaff sql --format
 * json --timing} answers; the others are programs of {@code client/bench}.
 *
 * <p>May import everything below cli. One thread drives, one a process reads each of its outputs,
 * and one looks at the processes.
 */
package io.distaff.cli.bench;
