package io.distaff.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A console in memory. */
final class TestConsole {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String typed;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();

  TestConsole withEnvironment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  TestConsole withProperty(String name, String value) {
    properties.put(name, value);
    return this;
  }

  /** Standard input is a terminal, at which somebody types this. */
  TestConsole withTyped(String text) {
    typed = text;
    return this;
  }

  Console console() {
    return new Console(
        new ByteArrayInputStream((typed == null ? "" : typed).getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment,
        properties,
        typed != null,
        false);
  }

  int run(String... words) {
    return DistaffCommand.run(List.of(words), console());
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
