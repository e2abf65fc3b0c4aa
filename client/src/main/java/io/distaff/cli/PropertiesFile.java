package io.distaff.cli;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of settings: a line is {@code key value} or {@code key=value}; lines that begin with
 * {@code #} and empty lines say nothing. The last line of a key wins.
 */
final class PropertiesFile {
  private PropertiesFile() {}

  /** The settings of a file; what can't be read is a problem that names file and line. */
  static Map<String, String> read(Path file, Problems problems) {
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (MalformedInputException e) {
      problems.add(file + " is not UTF-8 text");
      return settings;
    } catch (IOException e) {
      problems.add("can't read the settings in " + file + ": " + Reason.of(e));
      return settings;
    }
    int number = 0;
    for (String raw : lines) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int end = 0;
      while (end < line.length() && line.charAt(end) != '=' && !isSpace(line.charAt(end))) {
        end++;
      }
      String rest = line.substring(end).strip();
      String value = rest.startsWith("=") ? rest.substring(1).strip() : rest;
      if (end == 0 || rest.isEmpty()) {
        problems.add(file + ", line " + number + ": neither 'key value' nor 'key=value': " + line);
      } else {
        settings.put(line.substring(0, end), value);
      }
    }
    return settings;
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c);
  }
}
