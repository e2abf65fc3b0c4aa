package io.distaff.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs the statements of standard input, one after the other; a line with only a semicolon ends
 * one. Of each it writes the rows to standard output, a JSON object a line, then a line to standard
 * error: the number of rows, or what went wrong.
 */
final class StatementLoop {
  private static final JsonFactory JSON = new JsonFactory();

  /** Runs one statement. */
  interface Statement {
    /** The rows, as the engine's Java values; columns are called by their places. */
    List<Object[]> run(String sql) throws Exception;
  }

  private StatementLoop() {}

  static void run(Statement engine) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    StringBuilder statement = new StringBuilder();
    int number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (!line.equals(";")) {
        statement.append(line).append('\n');
        continue;
      }
      number++;
      String sql = statement.toString();
      statement.setLength(0);
      try {
        List<Object[]> rows = engine.run(sql);
        for (Object[] row : rows) {
          out.println(json(row));
        }
        out.flush();
        System.err.println("{\"statement\":" + number + ",\"rows\":" + rows.size() + "}");
      } catch (Exception e) {
        System.err.println("error: " + String.valueOf(e.getMessage()).replace('\n', ' '));
      }
    }
  }

  private static String json(Object[] row) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (int i = 0; i < row.length; i++) {
        json.writeFieldName("c" + i);
        write(row[i], json);
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(Object value, JsonGenerator json) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Number number) {
      json.writeNumber(new BigDecimal(number.toString()).toPlainString());
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else {
      json.writeString(value.toString());
    }
  }
}
