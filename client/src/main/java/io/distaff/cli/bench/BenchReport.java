package io.distaff.cli.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The figures of a benchmark, as a Markdown table and as JSON. Immutable.
 *
 * <p>Ratios are the first engine's time over the other's: below 1 the first is faster.
 */
public final class BenchReport {
  private static final double MEBIBYTE = 1 << 20;
  private static final JsonFactory JSON = new JsonFactory();

  private final Workload workload;
  private final List<BenchQuery> queries;
  private final List<Measurement> engines;

  BenchReport(Workload workload, List<Measurement> engines) {
    this.workload = workload;
    this.queries = workload.queries();
    this.engines = List.copyOf(engines);
  }

  private int numQueries() {
    return queries.size();
  }

  private List<Measurement> others() {
    return engines.subList(1, engines.size());
  }

  /** Times in milliseconds; the first pass of a fresh process, and the best of the others. */
  public String table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(header());
    for (int query = 0; query < numQueries(); query++) {
      int number = query;
      rows.add(
          row(
              queries.get(query).name(),
              engine -> engine.firstMillis(number),
              engine -> engine.warmMillis(number),
              other -> engines.get(0).warmMillis(number) / other.warmMillis(number)));
    }
    rows.add(
        row(
            "sum",
            BenchReport.this::firstSum,
            BenchReport.this::warmSum,
            other -> warmSum(engines.get(0)) / warmSum(other)));
    rows.add(row("geometric mean", this::firstMean, this::warmMean, this::meanRatio));
    return markdown(rows) + "\n" + markdown(costs());
  }

  private List<String> header() {
    List<String> header = new ArrayList<>(List.of("milliseconds"));
    for (Measurement engine : engines) {
      header.add(engine.engine() + " first");
      header.add(engine.engine() + " warm");
    }
    others().forEach(other -> header.add("warm / " + other.engine()));
    return header;
  }

  private List<String> row(
      String name,
      ToDoubleFunction<Measurement> first,
      ToDoubleFunction<Measurement> warm,
      ToDoubleFunction<Measurement> ratio) {
    List<String> row = new ArrayList<>(List.of(name));
    for (Measurement engine : engines) {
      row.add(number("%.0f", first.applyAsDouble(engine)));
      row.add(number("%.0f", warm.applyAsDouble(engine)));
    }
    others().forEach(other -> row.add(number("%.2f", ratio.applyAsDouble(other))));
    return row;
  }

  private List<List<String>> costs() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "ready, s", "CPU, s", "peak resident, MiB", "shuffled in a pass, MiB"));
    for (Measurement engine : engines) {
      rows.add(
          List.of(
              engine.engine().toString(),
              number("%.1f", engine.readySeconds()),
              number("%.1f", engine.cpuSeconds()),
              number("%.0f", engine.peakResidentBytes() / MEBIBYTE),
              number("%.0f", engine.bytesShuffled() / MEBIBYTE)));
    }
    return rows;
  }

  private double firstSum(Measurement engine) {
    return IntStream.range(0, numQueries()).mapToDouble(engine::firstMillis).sum();
  }

  private double warmSum(Measurement engine) {
    return IntStream.range(0, numQueries()).mapToDouble(engine::warmMillis).sum();
  }

  private double firstMean(Measurement engine) {
    return geometricMean(
        IntStream.range(0, numQueries()).mapToDouble(engine::firstMillis).toArray());
  }

  private double warmMean(Measurement engine) {
    return geometricMean(
        IntStream.range(0, numQueries()).mapToDouble(engine::warmMillis).toArray());
  }

  private double meanRatio(Measurement other) {
    return warmMean(engines.get(0)) / warmMean(other);
  }

  private static double geometricMean(double[] values) {
    double logarithms = 0;
    for (double value : values) {
      logarithms += Math.log(value);
    }
    return Math.exp(logarithms / values.length);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** Aligned, the first column to the left and the others to the right. */
  private static String markdown(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (int column = 0; column < columns; column++) {
      int at = column;
      widths[column] =
          rows.stream().map(row -> row.get(at).length()).max(Comparator.naturalOrder()).orElse(0);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      for (int column = 0; column < columns; column++) {
        String value = rows.get(i).get(column);
        String padding = " ".repeat(widths[column] - value.length());
        text.append("| ").append(column == 0 ? value + padding : padding + value).append(' ');
      }
      text.append("|\n");
      if (i == 0) {
        for (int column = 0; column < columns; column++) {
          text.append('|').append("-".repeat(widths[column] + 1)).append(column == 0 ? '-' : ':');
        }
        text.append("|\n");
      }
    }
    return text.toString();
  }

  /** One object: each engine with its costs, and each query's time in every pass. */
  public String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("workload", workload.toString());
      json.writeArrayFieldStart("engines");
      for (Measurement engine : engines) {
        write(engine, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void write(Measurement engine, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("engine", engine.engine().toString());
    json.writeNumberField("readySeconds", engine.readySeconds());
    json.writeNumberField("cpuSeconds", engine.cpuSeconds());
    json.writeNumberField("peakResidentBytes", engine.peakResidentBytes());
    json.writeNumberField("bytesShuffled", engine.bytesShuffled());
    json.writeObjectFieldStart("millis");
    for (int query = 0; query < numQueries(); query++) {
      json.writeArrayFieldStart(queries.get(query).name());
      for (int pass = 0; pass < engine.numPasses(); pass++) {
        json.writeNumber(engine.millis(pass, query));
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
