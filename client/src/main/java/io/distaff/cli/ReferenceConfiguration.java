package io.distaff.cli;

import io.distaff.config.ConfigOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes {@code conf/distaff-defaults.conf}: every setting with its meaning and default, commented
 * out. A test keeps the file as this program writes it.
 */
public final class ReferenceConfiguration {
  private static final String HEAD =
      """
      # Settings of every command started from this distribution: key, then value.
      # What --properties-file says goes over this file; --conf and dedicated options go over both.
      # Each setting stands here with its default; remove the leading "# " to change it.
      """;

  private ReferenceConfiguration() {}

  /** Writes the file that the only argument names. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[0]), text());
  }

  static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    for (ConfigOption<?> option : KnownSettings.registry().sorted()) {
      String moment =
          switch (option.scope()) {
            case LAUNCH -> "";
            case SESSION -> "; SET changes it in a session";
          };
      String byDefault = option.defaultText();
      text.append("\n# ").append(option.doc()).append('\n');
      text.append("# (").append(option.unit()).append(byDefault == null ? "; not set" : "");
      text.append(moment).append(")\n");
      text.append(
          ("# " + option.key() + " " + (byDefault == null ? "" : byDefault)).stripTrailing());
      text.append('\n');
    }
    return text.toString();
  }
}
