package io.distaff.examples;

import io.distaff.api.Session;
import io.distaff.examples.library.Greeting;
import io.distaff.function.Aggregator;
import io.distaff.function.Broadcast;
import io.distaff.function.Encoder;
import io.distaff.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Uses all that can be sent along with a program: a class of another jar ({@code --jars}), a file
 * by its name ({@code --files settings.txt}) and an unpacked archive ({@code --archives
 * words-1.0.zip#words}); then rows that the engine makes, a value that all executors have, and an
 * aggregate of the program's own in SQL.
 */
public final class WordLengths {
  private WordLengths() {}

  public static void main(String[] args) throws IOException {
    String name = Files.readString(Path.of("settings.txt")).strip();
    System.out.println(Greeting.of(name));
    List<String> words = Files.readAllLines(Path.of("words", "en", "words.txt"));
    try (Session session = Session.builder().appName("word lengths").getOrCreate()) {
      for (String word : words) {
        session.sql("SELECT '" + word + "' AS word, char_length('" + word + "') AS length").show();
      }
      session.setLogLevel("WARN");
      Broadcast<ArrayList<String>> all = session.broadcast(new ArrayList<>(words));
      session
          .udf()
          .register(
              "word", (Long i) -> all.value().get((int) (i % all.value().size())), DataType.STRING);
      session.udf().register("longest", new Longest(), String.class);
      session.range(0, 1000, 1, 4).createOrReplaceTempView("numbers");
      session.sql("SELECT longest(word(id)) AS longest, count(*) AS n FROM numbers").show();
    }
  }

  /** The longest text, the first of those in their order. */
  public static final class Longest extends Aggregator<String, String, String> {
    @Override
    public String zero() {
      return "";
    }

    @Override
    public String reduce(String buffer, String word) {
      return merge(buffer, word);
    }

    @Override
    public String merge(String first, String second) {
      boolean isLonger =
          second.length() > first.length()
              || (second.length() == first.length() && second.compareTo(first) < 0);
      return isLonger ? second : first;
    }

    @Override
    public String finish(String buffer) {
      return buffer;
    }

    @Override
    public Encoder<String> bufferEncoder() {
      return Encoder.of(String.class);
    }

    @Override
    public Encoder<String> outputEncoder() {
      return Encoder.of(String.class);
    }
  }
}
