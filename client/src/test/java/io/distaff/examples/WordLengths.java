package io.distaff.examples;

import io.distaff.api.Session;
import io.distaff.examples.library.Greeting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Uses all that can be sent along with a program: a class of another jar ({@code --jars}), a file
 * by its name ({@code --files settings.txt}) and an unpacked archive ({@code --archives
 * words-1.0.zip#words}).
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
    }
  }
}
